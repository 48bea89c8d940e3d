"""Shopify, Square and WooCommerce."""

from pathlib import Path

from tests.exports.writing import cells, names, write_text

SHOPIFY = names(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
    "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,"
    "Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,"
    "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Phone,Receipt Number,Billing Province Name,Shipping Province Name,Payment ID,"
    "Payment References"
)
SQUARE = names(
    "Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,"
    "Total Collected,Source,Card,Card Entry Methods,Cash,Square Gift Card,Other Tender,Other Tender Type,"
    "Other Tender Note,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,"
    "Details,Description,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID"
)
SQUARE_ITEMS = names(
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,"
    "Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,"
    "Customer Reference ID"
)
WOO = names(
    "Order Number,Order Status,Order Date,Email (Billing),State Code (Shipping),Country Code (Shipping),"
    "Order Total Amount,Order Total Tax Amount,Item Name,Quantity,Item Cost"
)


def write_shopify(path: Path) -> None:
    order = {
        "Name": "#1001",
        "Email": "amy@example.com",
        "Financial Status": "partially_refunded",
        "Currency": "USD",
    }
    order |= {
        "Subtotal": "40.00",
        "Shipping": "5.00",
        "Total": "45.00",
        "Created at": "2026-08-20 08:00:00 -0400",
    }
    order |= {"Refunded Amount": "10.00", "Shipping Phone": "133 3333 3333", "Billing Name": "Amy Wong"}
    first = order | {"Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "20.00"}
    second = {"Name": "#1001", "Email": "amy@example.com", "Lineitem quantity": "2", "Lineitem name": "Tea"}
    second |= {"Lineitem price": "10.00"}
    plain = {
        **first,
        "Name": "#1002",
        "Financial Status": "paid",
        "Total": "20.00",
        "Refunded Amount": "0.00",
    }
    cancelled = {**plain, "Name": "#1003", "Cancelled at": "2026-08-21 08:00:00 -0400"}
    voided = {**plain, "Name": "#1004", "Financial Status": "voided"}
    write_text(path, cells(SHOPIFY, [first, second, plain, cancelled, voided]))


def _square() -> dict[str, object]:
    sale = {"Date": "8/9/2026", "Time": "14:30:00", "Time Zone": "Eastern Time (US & Canada)"}
    sale |= {
        "Transaction ID": "T1",
        "Event Type": "Payment",
        "Customer ID": "SQ1",
        "Customer Name": "Amy Wong",
    }
    return sale


def write_square(path: Path) -> None:
    sale = _square() | {"Gross Sales": "$1,234.00", "Net Sales": "$1,234.00", "Total Collected": "$1,300.00"}
    back = {
        **sale,
        "Date": "8/22/2026",
        "Transaction ID": "T2",
        "Event Type": "Refund",
        "Net Sales": "-$12.00",
    }
    walk_in = {**sale, "Transaction ID": "T3", "Customer ID": "", "Customer Name": ""}
    write_text(path, cells(SQUARE, [sale, back, walk_in]))


def write_square_items(path: Path) -> None:
    sale = _square() | {"Item": "Tea", "Qty": "2", "Price Point Name": "Regular", "Net Sales": "$24.00"}
    other = {**sale, "Item": "Mug", "Qty": "1", "Net Sales": "$10.00"}
    back = {**sale, "Date": "8/22/2026", "Transaction ID": "T2", "Event Type": "Refund", "Qty": "-1"}
    back |= {"Net Sales": "-$12.00"}
    write_text(path, cells(SQUARE_ITEMS, [sale, other, back]))


def write_woo(path: Path) -> None:
    order = {"Order Number": "501", "Order Status": "completed", "Order Date": "2026-08-20 08:00:00"}
    order |= {"Email (Billing)": "amy@example.com", "Order Total Amount": "50.00", "Quantity": "1"}
    first = order | {"Item Name": "Mug", "Item Cost": "30.00"}
    second = order | {"Item Name": "Tea", "Item Cost": "20.00"}
    failed = {**first, "Order Number": "502", "Order Status": "failed"}
    write_text(path, cells(WOO, [first, second, failed]))
