"""What the first administrator writes about an invented agency, without the password."""

FOUNDING: dict[str, str] = {
    "name": "示例县自然资源局",
    "short_name": "示例县资源局",
    "code_word": "示资",
    "kind": "department",
    "review_body": "示例县人民政府",
    "court": "示例县人民法院",
    "address": "示例省示例县示例路3号",
    "postcode": "000000",
    "phone": "000-00000001",
    "contact": "示例县自然资源局办公室",
    "admin_name": "甲系统",
    "login": "admin_jia",
}
