"""One file for every preset, and what is in it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from tests.exports import contacts, groups, malls, stores, taobao, vouchers
from tests.exports.writing import Export

MASKED = "customer_masked"


def _contacts(
    file_name: str, write: Callable[[Path], None], rows: int, rejected: Mapping[int, str] | None = None
) -> Export:
    return Export(file_name, write, rows, rejected=rejected or {}, kind="contacts")


def _export(  # noqa: PLR0917  a table of figures reads best as a table
    file_name: str,
    write: Callable[[Path], None],
    rows: int,
    orders: int,
    customers: int,
    revenue: str,
    refunded: str = "0",
    excluded: int = 0,
    rejected: Mapping[int, str] | None = None,
) -> Export:
    money = (Decimal(revenue), Decimal(refunded))
    return Export(file_name, write, rows, orders, customers, *money, excluded, rejected or {})


EXPORTS: Mapping[str, Export] = {
    "taobao-orders-classic": _export(
        "ExportOrderList202604010900.csv", taobao.write_classic, 5, 3, 2, "168.40", "0", 1, {5: MASKED}
    ),
    "taobao-orders-mobile": _export(
        "ExportOrderList202604010901.csv", taobao.write_mobile, 5, 3, 2, "168.40", "0", 1, {5: MASKED}
    ),
    "taobao-details": Export(
        "ExportOrderDetailList202604010900.csv",
        taobao.write_details,
        3,
        refused="is_details_file",
        kind="details",
    ),
    "taobao-orders-template": _export("订单模板.xlsx", taobao.write_template, 2, 1, 1, "66.60", "0", 1),
    "taobao-qianniu-2025": Export("千牛订单.xlsx", taobao.write_qianniu, 1, refused="no_buyer"),
    "tmall-orders-composite": _export("天猫报表.xlsx", taobao.write_composite, 2, 2, 2, "108", "5"),
    "alibaba-1688-template": _export("1688订单.xlsx", taobao.write_alibaba, 4, 2, 1, "1250", "50", 1),
    "alibaba-1688-company": _export("1688采集.xlsx", taobao.write_company, 2, 1, 1, "3000", "0", 1),
    "jd-orders-pop": _export("京东订单.csv", malls.write_jd, 5, 2, 2, "520", "0", 1, {5: MASKED}),
    "jd-orders-receivable": _export(
        "京东订单新.csv", malls.write_jd_receivable, 5, 2, 2, "519", "0", 1, {5: MASKED}
    ),
    "pdd-orders-2019": _export("orders_export2019.csv", malls.write_pdd_2019, 3, 2, 1, "59.80", "29.90", 1),
    "pdd-orders-27": Export("orders_export.csv", malls.write_pdd_27, 3, refused="no_buyer"),
    "pdd-orders-full": _export(
        "orders_export_full.csv", malls.write_pdd_full, 4, 2, 1, "59.80", "29.90", 1, {5: MASKED}
    ),
    "doudian-orders-74": _export("抖店订单.csv", malls.write_doudian, 5, 2, 1, "1100", "30", 1, {5: MASKED}),
    "doudian-orders-older": _export(
        "抖店订单旧.csv", malls.write_doudian_older, 5, 2, 1, "1100", "30", 1, {5: MASKED}
    ),
    "douyin-laike-vouchers": Export(
        "核销记录_2024-03-01_2024-03-31.xlsx", vouchers.write_laike, 2, refused="no_buyer"
    ),
    "meituan-income": Export(
        "40121699_团购收支明细_20260620~20260621.xlsx", vouchers.write_meituan, 2, refused="no_buyer"
    ),
    "ktt-orders-13": _export("快团团订单.xlsx", groups.write_ktt_13, 3, 2, 1, "55", "5", 1),
    "ktt-orders-10": _export("跨团订单14_05_35.xlsx", groups.write_ktt_10, 3, 2, 1, "55", "5", 1),
    "ktt-supplier": Export("供货商发货.xlsx", groups.write_ktt_supplier, 1, refused="export_lacks"),
    "qjl-orders-short": _export("群接龙.xlsx", groups.write_qjl_short, 2, 2, 1, "62"),
    "qjl-orders-lines": _export("群接龙明细.xlsx", groups.write_qjl_lines, 2, 1, 1, "50"),
    "youzan-orders-60": _export("有赞订单.csv", groups.write_youzan_60, 4, 2, 1, "1100", "1", 1, {5: MASKED}),
    "youzan-orders-short": _export("有赞订单旧.csv", groups.write_youzan_short, 2, 1, 1, "99", "0", 1),
    "weixin-store-57": _export("微信小店.xlsx", malls.write_weixin, 3, 1, 1, "100", "20", 1),
    "kuaishou-orders": _export("快手订单.csv", malls.write_kuaishou, 2, 1, 1, "59.80", "0", 1),
    "shopify-orders": _export("orders_export_1.csv", stores.write_shopify, 5, 2, 1, "65", "10", 2),
    "square-transactions": _export(
        "transactions.csv", stores.write_square, 3, 1, 1, "1222", "0", 0, {4: "customer_blank"}
    ),
    "square-items": _export("items.csv", stores.write_square_items, 3, 1, 1, "22"),
    "woocommerce-orders": _export("orders-export.csv", stores.write_woo, 3, 1, 1, "50", "0", 1),
    "youzan-customers": _contacts("有赞客户.csv", contacts.write_youzan, 3, {4: "contact_masked"}),
    "shopify-customers": _contacts("customers_export.csv", contacts.write_shopify, 2),
    "shopify-customers-older": _contacts("customers_export_old.csv", contacts.write_shopify_older, 1),
    "hubspot-contacts": _contacts("hubspot-crm-exports-contacts.csv", contacts.write_hubspot, 2),
    "zoho-contacts": _contacts("Contacts.csv", contacts.write_zoho, 1),
    "salesforce-contacts": _contacts("contacts.csv", contacts.write_salesforce_contacts, 1),
    "salesforce-leads": _contacts("leads.csv", contacts.write_salesforce_leads, 1),
    "generic-contacts": _contacts("客户名单.xlsx", contacts.write_own_list, 3, {4: "contact_blank"}),
}
