"""The people of one small shop, 禾果团: its staff, and the customers that its order file brings in."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tuanke.config.demo.youzan import HEADER
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.models import Staff, Team
from tuanke.platform.accounts.services.staff import add_staff

PASSWORD = "tuan-gou-ke-2026"


@dataclass(frozen=True)
class Colleague:
    username: str
    name: str
    role: Role
    team: str


COLLEAGUES = (
    Colleague("chen", "陈老板", Role.OWNER, "A"),
    Colleague("lin", "林店长", Role.MANAGER, "A"),
    Colleague("lihua", "李华", Role.SALES, "A"),
    Colleague("wangfang", "王芳", Role.SERVICE, "A"),
    Colleague("zhaolei", "赵磊", Role.MARKETING, "A"),
    Colleague("qian", "钱会计", Role.FINANCE, "A"),
    Colleague("sun", "孙分析", Role.ANALYST, "A"),
    Colleague("xiaoli", "小黎", Role.SALES, "A"),  # everybody's team-mate
    Colleague("zhoumin", "周敏", Role.SALES, "B"),
)


def add_colleagues(at: datetime) -> dict[str, Staff]:
    """By user name."""
    teams = {name: Team.objects.get_or_create(name=name)[0] for name in ("A", "B")}
    return {
        person.username: add_staff(
            username=person.username,
            name=person.name,
            password=PASSWORD,
            role=person.role,
            team=teams[person.team],
            at=at,
        )
        for person in COLLEAGUES
    }


@dataclass(frozen=True)
class Buyer:
    """Who ordered how many days ago, for how much each time, and why today's list names them."""

    name: str
    phone: str
    days_ago: Sequence[int]
    yuan: int
    reason: str = ""
    nickname: str = ""
    refunds: dict[int, int] = field(default_factory=dict)  # days ago → yuan given back


def every(gap: int, *, times: int, last: int) -> list[int]:
    return [last + gap * number for number in range(times)]


# 张三 and 周八 buy much; the others are what makes them stand out.
BUYERS = (
    Buyer("张三", "13800138001", every(10, times=12, last=22), 300, reason="cooling", nickname="三哥"),
    Buyer("李四", "13800138002", [11], 20, reason="second_order"),
    Buyer("王五", "13800138003", every(14, times=8, last=17), 60, reason="overdue"),
    Buyer("赵六", "13800138004", [2, 200, 210, 220], 90, reason="returned"),
    Buyer("孙七", "13800138005", every(12, times=6, last=3), 70, refunds={3: 20}),
    Buyer("周八", "13800138006", every(10, times=10, last=38), 280, reason="just_lost"),
    *(Buyer(f"路人{name}", f"1390013900{n}", [150 + n], 20) for n, name in enumerate("甲乙丙丁戊己庚辛壬癸")),
)


def youzan_row(**values: str) -> list[str]:
    """A line of the 有赞 export; a column that is not given is empty. The second 分销员 stays empty too."""
    known = {"订单状态": "交易完成", "销售渠道": "网店", "归属店铺": "禾果团优选", "买家是否会员": "否"}
    known |= values
    return [known.get(name, "") for name in HEADER]


def order_rows(buyers: Iterable[Buyer], today: date) -> list[list[str]]:
    return [
        youzan_row(
            订单号=f"E{today - timedelta(days=ago):%Y%m%d}{buyer.phone[-4:]}",
            订单创建时间=f"{datetime.combine(today - timedelta(days=ago), time(10, 30)):%Y-%m-%d %H:%M:%S}",
            订单实付金额=f"{buyer.yuan}.00",
            订单已退款金额=f"{buyer.refunds.get(ago, 0)}.00",
            全部商品名称="红富士苹果5斤装(1件),赣南脐橙10斤(2件)"
            if buyer.yuan >= 90
            else "赣南脐橙10斤(1件)",
            收货人省份="浙江省",
            收货人城市="杭州市",
            **{"收货人/提货人": buyer.name, "收货人手机号/提货人手机号": buyer.phone},
            买家手机号=buyer.phone,
            买家昵称=buyer.nickname,
        )
        for buyer in buyers
        for ago in buyer.days_ago
    ]


def write_youzan(path: Path, rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows)
    return path
