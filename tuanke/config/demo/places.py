"""Where the demo shop's customers live: most in its own city, fewer the farther away."""

import numpy as np

from tuanke.config.demo.sampling import Ints, Rng, Texts, choose, pick, texts, words

# province, city, weight, districts
_PLACES = (
    ("浙江省", "杭州市", 43.0, "西湖区 拱墅区 上城区 滨江区 萧山区 余杭区 临平区 钱塘区"),
    ("浙江省", "宁波市", 7.5, "海曙区 江北区 鄞州区 镇海区"),
    ("浙江省", "绍兴市", 6.0, "越城区 柯桥区 上虞区"),
    ("浙江省", "嘉兴市", 5.5, "南湖区 秀洲区 海宁市 桐乡市"),
    ("浙江省", "湖州市", 4.0, "吴兴区 南浔区 德清县"),
    ("浙江省", "温州市", 3.5, "鹿城区 瓯海区 龙湾区"),
    ("浙江省", "金华市", 3.0, "婺城区 金东区 义乌市"),
    ("浙江省", "台州市", 2.2, "椒江区 黄岩区 路桥区"),
    ("上海市", "上海市", 7.0, "浦东新区 闵行区 徐汇区 杨浦区 松江区"),
    ("江苏省", "苏州市", 3.6, "姑苏区 吴中区 工业园区 昆山市"),
    ("江苏省", "南京市", 2.6, "鼓楼区 玄武区 江宁区"),
    ("江苏省", "无锡市", 1.8, "梁溪区 滨湖区 新吴区"),
    ("安徽省", "合肥市", 1.6, "蜀山区 庐阳区 包河区"),
    ("安徽省", "黄山市", 0.5, "屯溪区 徽州区"),
    ("江西省", "上饶市", 0.7, "信州区 广丰区"),
    ("江西省", "南昌市", 0.7, "东湖区 红谷滩区"),
    ("福建省", "福州市", 0.8, "鼓楼区 仓山区"),
    ("福建省", "厦门市", 0.7, "思明区 湖里区"),
    ("广东省", "广州市", 1.0, "天河区 海珠区 番禺区"),
    ("广东省", "深圳市", 1.0, "南山区 福田区 宝安区"),
    ("北京市", "北京市", 0.9, "朝阳区 海淀区 丰台区"),
    ("山东省", "青岛市", 0.5, "市南区 崂山区"),
    ("湖北省", "武汉市", 0.6, "武昌区 洪山区"),
    ("四川省", "成都市", 0.6, "武侯区 锦江区"),
    ("河南省", "郑州市", 0.4, "金水区 中原区"),
    ("陕西省", "西安市", 0.3, "雁塔区 碑林区"),
)

PROVINCES = texts([place[0] for place in _PLACES])
CITIES = texts([place[1] for place in _PLACES])
HOME_PROVINCE = "浙江省"

_WEIGHTS = [place[2] for place in _PLACES]
_DISTRICTS = [place[3].split() for place in _PLACES]
_ROADS = words("文澜路 青禾路 望江路 云栖路 梧桐街 桂花路 和睦路 新塘路 翠湖路 学林街 春晓路 长庚街 临溪路")
_ESTATES = words("香樟苑 锦绣里 湖畔雅居 金色家园 绿洲花园 和风名邸 书香门第 云水居 南都嘉园 清溪里 阳光城")


def cities(rng: Rng, size: int) -> Ints:
    return choose(rng, _WEIGHTS, size)


def districts(rng: Rng, city: Ints) -> Texts:
    """A district of each one's city."""
    found = np.empty(len(city), dtype=object)
    for number, names in enumerate(_DISTRICTS):
        here = np.flatnonzero(city == number)
        found[here] = pick(rng, names, len(here))
    return found


def addresses(rng: Rng, size: int) -> Texts:
    road, estate = pick(rng, _ROADS, size), pick(rng, _ESTATES, size)
    numbers = zip(
        rng.integers(1, 399, size), rng.integers(1, 31, size), rng.integers(1, 5, size),
        rng.integers(1, 28, size), rng.integers(1, 5, size), strict=True,
    )  # fmt: skip
    tails = [
        f"{house}号{{}}{block}幢{unit}单元{floor}0{flat}室" for house, block, unit, floor, flat in numbers
    ]
    return texts([r + tail.format(e) for r, e, tail in zip(road, estate, tails, strict=True)])
