"""Lists of customers and contacts: 有赞, Shopify, HubSpot, Zoho, Salesforce and a merchant's own."""

from pathlib import Path

from tests.exports.writing import cells, names, write_book, write_text

YOUZAN = names(
    "客户姓名,客户昵称,客户手机号,客户生日,客户性别,标签,是否会员,成长值,免费等级,付费等级,权益卡,客户积分,客户储值余额,"
    "消费次数,消费金额,累计退款金额,累计退款订单数,笔单价,上次消费时间,分销员,导购员,企微好友,来源渠道,来源方式,"
    "成为客户时间,成为会员时间,成为会员店铺,公众号,公众号关注时间,最近浏览时间,微信地域,所属区域,指定时间消费次数,"
    "指定时间消费金额,"
)
SHOPIFY = names(
    "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,"
    "Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,"
    "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,"
    "Tags"
)
SHOPIFY_OLDER = names(
    "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,"
    "Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt"
)
HUBSPOT = names(
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company"
)
ZOHO = names(
    "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name,Email,Title,Department,"
    "Phone,Mobile,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Description,Created Time,"
    "Modified Time,Tag"
)
SALESFORCE = names(
    "Contact ID,FirstName,LastName,Email,Phone,MobilePhone,Account Name,Title,HasOptedOutOfEmail"
)
SALESFORCE_LEADS = names("Lead ID,FirstName,LastName,Email,Phone,Company,LeadSource,Status,OwnerId")
OWN = names("姓名,手机,备用电话,公司,职位,生日,标签,微信,短信订阅,积分,储值余额,鞋码")


def write_youzan(path: Path) -> None:
    rows = [
        {
            "客户姓名": "周强",
            "客户手机号": "13900000004",
            "客户生日": "1990-05-20",
            "客户性别": "男",
            "标签": "老客,送礼",
        }
        | {
            "成长值": "120",
            "客户积分": "3,400",
            "客户储值余额": "88.50",
            "成为客户时间": "2025-01-02 10:00:00",
        },
        {"客户昵称": "小吴", "客户手机号": "138****1234", "客户积分": "0"},
        {"客户手机号": "186******05"},
    ]
    table = cells(YOUZAN, rows, blank="——")
    write_text(path, [table[0], *(row[:33] for row in table[1:])])


def _person() -> dict[str, object]:
    return {"First Name": "Amy", "Last Name": "Wong", "Email": "amy@example.com"}


def write_shopify(path: Path) -> None:
    amy = _person() | {"Customer ID": "'9013808660771", "Phone": "'+8613900000004", "Tags": "vip, tea"}
    amy |= {"Accepts Email Marketing": "yes", "Accepts SMS Marketing": "no", "Total Orders": "3"}
    zhou = {"Customer ID": "'9013808660772", "First Name": "强", "Last Name": "周"}
    write_text(path, cells(SHOPIFY, [amy, zhou]))


def write_shopify_older(path: Path) -> None:
    amy = _person() | {"Company": "Tea Ltd", "Address1": "Road 1", "Accepts Email Marketing": "no"}
    write_text(path, cells(SHOPIFY_OLDER, [amy]))


def write_hubspot(path: Path) -> None:
    amy = _person() | {"Record ID": "101", "Create Date": "2026-01-02 10:00", "Associated Company": "Tea Ltd"}
    write_text(path, cells(HUBSPOT, [amy, {"Record ID": "102"}]))


def write_zoho(path: Path) -> None:
    amy = _person() | {
        "Record Id": "zcrm_1",
        "Account Name": "Tea Ltd",
        "Mobile": "+8613900000004",
        "Tag": "vip,tea",
    }
    write_text(path, cells(ZOHO, [amy | {"Created Time": "01/02/2026 10:00"}]))


def write_salesforce_contacts(path: Path) -> None:
    amy = {
        "Contact ID": "0035g00000AbCdEAAV",
        "FirstName": "Amy",
        "LastName": "Wong",
        "HasOptedOutOfEmail": "true",
    }
    write_text(path, cells(SALESFORCE, [amy]))


def write_salesforce_leads(path: Path) -> None:
    amy = {"Lead ID": "00Q5g00000AbCdEEAV", "FirstName": "Amy", "LastName": "Wong", "Company": "Tea Ltd"}
    write_text(path, cells(SALESFORCE_LEADS, [amy]))


def write_own_list(path: Path) -> None:
    zhou = {
        "姓名": "周强",
        "手机": 13900000004,
        "公司": "示例公司",
        "生日": "农历八月十五",
        "标签": "老客、送礼",
    }
    wu = {"微信": "wufang_01", "生日": "5月20日", "短信订阅": "否", "积分": "abc", "鞋码": "38"}
    nobody = {"备用电话": "", "公司": "", "鞋码": "40"}
    write_book(path, {"客户": cells(OWN, [zhou | {"短信订阅": "是", "积分": 12}, wu, nobody])})
