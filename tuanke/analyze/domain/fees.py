"""Lines of an order that are no goods: postage, charges, corrections."""

# Whole names, in lower case. Written for DuckDB's regular expressions (RE2), which is what reads the names.
FEES = (
    r"(dotcom )?(postage|p&p|carriage|shipping|delivery|freight)( (fee|charge|cost)s?)?",
    r"(bank|handling|service|packing|gift ?wrap|amazon) (fee|charge)s?",
    r"(\S+ )?commission|manual|discount|deposit|adjust(ment)?( bad debt)?|samples?",
    r"补?(运费|邮费|快递费|物流费|配送费|包装费|打包费|手续费|服务费|税费|税点|开票费)(补差价?|差价|专拍|链接)?",
    r"补?差价(专拍|链接)?|押金|定金|尾款|运费险|满减|优惠|抹零",
)
NO_GOODS = "|".join(FEES)
