"""A large, dirty 有赞 order export: one row per order, three customers for ten rows, sixty columns."""

from pathlib import Path

import duckdb

HEADER = (
    "订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,付款方式,"
    "支付流水号,商品金额合计,运费,店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,订单抵用积分数,"
    "店铺优惠方式,支付优惠方式,全部商品名称,商品种类数,订单配送方式,同城送达时间/提货时间,收货人省份,收货人城市,"
    "收货人地区,详细收货地址/提货地址,收货人/提货人,收货人手机号/提货人手机号,买家备注,订单星级,买家昵称,买家是否会员,"
    "买家手机号,下单网点,收银员,分销员,销售导购,专属导购,订单退款状态,订单已退款金额,商家订单备注,桌号,挂账主体,挂账手机号,"
    "团长订单,订单风险标签,分销员,分销员手机号,分销员所属店铺,分销员所属团队,分销员所属分组,分销员等级,订单佣金类型,"
    "订单佣金金额,订单下级卖货提成类型,订单下级卖货提成金额"
)
PEOPLE_PER_ROW = 0.3

# Every hundredth cell carries a tab or spaces; a third of the phones is masked; every thousandth row is unusable.
ROWS = """
SELECT 'E' || strftime(moment, '%Y%m%d%H%M%S') || lpad(i::text, 9, '0')
        || CASE WHEN i % 101 = 0 THEN chr(9) ELSE '' END,
    CASE WHEN h % 5 = 0 THEN '门店' ELSE '网店' END, '禾果团优选', '普通订单',
    CASE WHEN h % 23 = 0 THEN '交易关闭' ELSE '交易完成' END, '', '小程序',
    CASE WHEN i % 1000 = 7 THEN '昨天下午' ELSE strftime(moment, '%Y-%m-%d %H:%M:%S') END,
    strftime(moment + INTERVAL 1 MINUTE, '%Y-%m-%d %H:%M:%S'), strftime(moment + INTERVAL 3 DAY, '%Y-%m-%d %H:%M:%S'),
    '微信支付', '', yuan, '0.00', '0.00', yuan, CASE WHEN i % 97 = 0 THEN '￥' || yuan ELSE yuan END, '0.00', yuan, '0',
    '', '', CASE WHEN h % 10 = 0 THEN goods || '(2件),' || other || '(1件)' ELSE goods || '(1件)' END, '1', '快递', '',
    '浙江省', (['杭州市', '宁波市', '温州市', '绍兴市', '金华市'])[1 + p % 5], '西湖区', '文三路' || p || '号',
    CASE WHEN i % 103 = 0 THEN ' ' || name || ' ' ELSE name END,
    CASE WHEN p % 3 = 0 THEN left(phone, 3) || '****' || right(phone, 4) ELSE phone END,
    CASE WHEN h % 25 = 0 THEN '尽快发货' ELSE '' END, ' ', '果友' || p, '是',
    CASE WHEN p % 3 = 0 THEN left(phone, 3) || '****' || right(phone, 4) ELSE phone END,
    '', '', '', '', '', CASE WHEN h % 31 = 0 THEN '部分退款' ELSE '' END,
    CASE WHEN h % 31 = 0 THEN '1.50' ELSE '0.00' END, '', '', '', '', '否', '——', '', '', '', '', '', '', '', '', '', ''
FROM (
    SELECT i, h, p, TIMESTAMP '2025-01-01' + to_seconds((h % 60000000)::bigint) AS moment,
        '13' || lpad((100000000 + p * 7919)::text, 9, '0') AS phone,
        substr('王李张刘陈杨赵黄周吴', 1 + p % 10, 1) || substr('伟芳娜敏静丽强磊洋艳勇军杰娟涛', 1 + p % 15, 1)
            || substr('明华英玉秀文红志建国平春海', 1 + (p // 15) % 13, 1) AS name,
        printf('%d.%02d', 5 + h % 400, (h // 400) % 100) AS yuan,
        '时令鲜果礼盒' || (h % 700) AS goods, '家庭套餐' || (h % 50) AS other
    FROM (SELECT i, hash(i)::hugeint AS h, (hash(i, 3) % {people})::bigint AS p FROM range({rows}) r (i)) drawn
) readable
"""


def write(path: Path, rows: int) -> None:
    """`rows` orders of about `rows * PEOPLE_PER_ROW` customers, UTF-8 with a byte order mark, as Excel wants it."""
    body = path.with_suffix(".body")
    query = ROWS.format(rows=rows, people=int(rows * PEOPLE_PER_ROW))
    duckdb.connect().execute(f"COPY ({query}) TO '{body}' (FORMAT csv, HEADER false)")
    with path.open("wb") as out, body.open("rb") as rest:
        out.write(f"\ufeff{HEADER}\n".encode())
        while block := rest.read(1 << 22):
            out.write(block)
    body.unlink()
