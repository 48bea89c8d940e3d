"""The channels customers come through (domain B4), and what codes, links and sites tell of them."""

from enum import StrEnum


class Channel(StrEnum):
    SOCIAL = "social"
    SEARCH_ORGANIC = "search_organic"
    SEARCH_PAID = "search_paid"
    REFERRAL = "referral"
    GROUP_LEADER = "group_leader"
    DIRECT = "direct"
    OFFLINE = "offline"
    SALES_OUTREACH = "sales_outreach"
    MARKETPLACE = "marketplace"
    PARTNER = "partner"
    IMPORT = "import"
    UNKNOWN = "unknown"


class CodeKind(StrEnum):
    """Codes the shop itself hands out."""

    REFERRAL = "referral"
    LEADER = "leader"
    QR = "qr"
    SALES = "sales"
    PARTNER = "partner"


CODES = {
    CodeKind.REFERRAL: Channel.REFERRAL,
    CodeKind.LEADER: Channel.GROUP_LEADER,
    CodeKind.QR: Channel.OFFLINE,
    CodeKind.SALES: Channel.SALES_OUTREACH,
    CodeKind.PARTNER: Channel.PARTNER,
}
MEDIA = {
    **dict.fromkeys(("cpc", "ppc", "sem", "paidsearch", "paid_search"), Channel.SEARCH_PAID),
    "organic": Channel.SEARCH_ORGANIC,
    **dict.fromkeys(("social", "social_paid", "paid_social", "sns", "kol", "feed"), Channel.SOCIAL),
    **dict.fromkeys(("qr", "offline", "leaflet", "poster", "expo"), Channel.OFFLINE),
    **dict.fromkeys(("affiliate", "partner"), Channel.PARTNER),
    **dict.fromkeys(("leader", "tuanzhang"), Channel.GROUP_LEADER),
}
# A site is known by its registered name; what stands before it does not matter. The value is the parameter
# that carries the search word, where the engine still passes one on.
SEARCH_ENGINES = {
    "baidu.com": "wd",
    "sogou.com": "query",
    "so.com": "q",
    "sm.cn": "q",
    "bing.com": "q",
    "google.com": "q",
    "google.com.hk": "q",
    "duckduckgo.com": "q",
    "toutiao.com": "keyword",
}
SOCIAL_SITES = (
    "weixin.qq.com",
    "qzone.qq.com",
    "weibo.com",
    "weibo.cn",
    "t.cn",
    "xiaohongshu.com",
    "xhslink.com",
    "douyin.com",
    "iesdouyin.com",
    "kuaishou.com",
    "zhihu.com",
    "douban.com",
    "bilibili.com",
    "facebook.com",
    "instagram.com",
    "x.com",
)
MARKETPLACES = (
    "taobao.com",
    "tmall.com",
    "jd.com",
    "pinduoduo.com",
    "yangkeduo.com",
    "meituan.com",
    "dianping.com",
    "ele.me",
    "youzan.com",
)
NAMES = {  # as people write them into utm_source
    **dict.fromkeys(
        ("wechat", "weixin", "weibo", "xiaohongshu", "xhs", "douyin", "kuaishou", "zhihu", "bilibili"),
        Channel.SOCIAL,
    ),
    **dict.fromkeys(("baidu", "sogou", "360", "bing", "google"), Channel.SEARCH_ORGANIC),
    **dict.fromkeys(("taobao", "tmall", "jd", "pinduoduo", "meituan", "youzan"), Channel.MARKETPLACE),
}
