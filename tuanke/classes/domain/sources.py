"""From the channel of a first touch to the class `source` (domain B4)."""

from collections.abc import Mapping
from types import MappingProxyType

from tuanke.customers.domain.channels import NAMES, Channel

SEARCH = "search"  # found and paid for are one class; the touch says which
IMPORT = "import"  # a file brought the customer and names a channel nobody knows
_CLASSES = {
    channel: SEARCH if channel in {Channel.SEARCH_ORGANIC, Channel.SEARCH_PAID} else channel.value
    for channel in Channel
}
# As the exports of shops name where an order was placed.
_IN_EXPORTS = {
    **dict.fromkeys(
        (
            "微信公众号",
            "公众号",
            "视频号",
            "微信视频号",
            "朋友圈",
            "微信群",
            "社群",
            "抖音",
            "快手",
            "小红书",
            "微博",
        ),
        Channel.SOCIAL,
    ),
    **dict.fromkeys(
        ("商家小程序", "小程序", "微信小程序", "h5网页", "h5", "网店", "官网", "app"), Channel.DIRECT
    ),
    **dict.fromkeys(("线下门店", "门店", "线下", "展会", "扫码", "收银台"), Channel.OFFLINE),
    **dict.fromkeys(("淘宝", "天猫", "京东", "拼多多", "美团", "大众点评", "饿了么"), Channel.MARKETPLACE),
    **dict.fromkeys(("百度", "搜狗", "搜索"), Channel.SEARCH_ORGANIC),
    **dict.fromkeys(("团长", "社区团购"), Channel.GROUP_LEADER),
    **dict.fromkeys(("老客推荐", "老客户推荐", "转介绍", "朋友推荐"), Channel.REFERRAL),
}
# Lower-case word of a channel → class.
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        **{word.lower(): _CLASSES[channel] for word, channel in {**NAMES, **_IN_EXPORTS}.items()},
        **{channel.value: code for channel, code in _CLASSES.items()},
    }
)
