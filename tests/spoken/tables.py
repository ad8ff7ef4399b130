"""What people say, and what they mean by it; a line each, the value behind the equals sign."""

NUMBERS = {
    "zh": """
        零=0 一=1 两=2 俩=2 仨=3 十=10 十二=12 二十=20 廿五=25 一百=100 一百零五=105 一百五=150
        百八=180 千二=1200 千零五=1005 百二十=120 千二百=1200
        万二=12000 万五千=15000
        一百一十=110 一百十五=115 两百五=250 一千零一=1001 一千零五十=1050 两千五百三=2530
        一千五=1500 一万=10000 两万三=23000 一万零三百=10300 三万五千=35000 一亿五=150000000
        三千万=30000000 一万亿零二=1000000000002 幺二零=120 一二三=123 二五=25 零零七=7 半=0.5
        三点五=3.5 十九点九=19.9 零点零五=0.05 三点五万=35000 3万5=35000 3.5万=35000 1百20=120
        3w=30000 ２５=25 ٢٥=25 १२=12 1,200=1200 叁拾=30 壹佰零贰=102 負五=-5 负十二=-12
    """,
    "id": """
        nol=0|satu=1|sepuluh=10|sebelas=11|dua belas=12|dua puluh=20|dua puluh satu=21
        seratus=100|seratus dua puluh lima=125|seratus dua lima=125|dua ratus=200|seribu=1000
        seribu lima ratus=1500|dua ribu=2000|sepuluh ribu lima ratus=10500
        seratus dua puluh lima ribu=125000|dua lima ribu=25000|sembilan sembilan ribu=99000
        sembilan belas koma lima ribu=19500|setengah juta=500000|sejuta=1000000
        dua setengah juta=2500000|sejuta setengah=1500000|satu juta dua ratus ribu=1200000
        tiga miliar=3000000000|dua triliun=2000000000000|satu setengah=1.5|tiga setengah=3.5
        nol koma lima=0.5|dua koma dua lima=2.25|setengah=0.5|19rb=19000|19 ribu=19000
        19,5rb=19500|1,2 jt=1200000|19k=19000|125.000=125000|lima ratus=500|limaratus=500
        duapuluh=20|goceng=5000|ceban=10000|gopek=500|goban=50000|satu dua tiga=123
        kosong delapan satu=81|minus lima=-5|enam puluh tujuh=67|dua ribu dua puluh enam=2026
        serebu=1000|dua rebu=2000|seratus ribu=100000|lapan belas=18
    """,
    "en": """
        zero=0|one=1|ten=10|twelve=12|nineteen=19|twenty=20|twenty one=21|twenty-one=21
        a hundred=100|one hundred=100|a hundred and five=105|one oh five=105
        two hundred fifty=250|fifteen hundred=1500|a thousand=1000|a thousand and one=1001
        twelve hundred=1200|twelve fifty=1250|twenty twenty=2020|nineteen ninety=1990
        nineteen ninety-nine=1999|ten thousand=10000|three hundred thousand and five=300005
        half a million=500000|one and a half million=1500000|two point five million=2500000
        a million=1000000|two and a half=2.5|half=0.5|point five=0.5|nineteen point nine=19.9
        three point one four=3.14|one two three=123|one two oh=120|double five=55|five k=5000
        5k=5000|five grand=5000|12=12|1,234.50=1234.5|1,234=1234|19.9=19.9|minus five=-5
        six hundred and sixty six=666|forty two=42|three trillion=3000000000000
        one million two hundred thousand=1200000|ninety nine=99|eleven=11|two hundred and one=201
    """,
    "ko": """
        영=0|일=1|이=2|십=10|십이=12|이십=20|삼십오=35|백=100|백오=105|삼백오=305|천=1000
        천오백=1500|천백일=1101|만=10000|만 구천구백=19900|만구천구백=19900|이만 오천=25000
        삼만 오천=35000|십만=100000|오백만=5000000|일억=100000000|일억 이천만=120000000
        이조=2000000000000|하나=1|둘=2|셋=3|열=10|열둘=12|스물=20|스무=20|스물다섯=25|서른=30
        마흔셋=43|쉰=50|아흔아홉=99|백스물다섯=125|하나 둘 셋=123|일이삼=123|공일공=10
        십구 점 구=19.9|영점오=0.5|반=0.5|3만 5천=35000|3만5000=35000|19,900=19900|5천=5000
        1.5만=15000|마이너스 오=-5|육십칠=67|팔=8|구백구십구=999|천일=1001|삼천이백=3200
    """,
}

AMOUNTS = {
    "zh": """
        九块九=9.90 九块九毛=9.90 九块九毛九=9.99 十九块九=19.90 十九块九毛=19.90 三块零五分=3.05
        三块五=3.50 五毛=0.50 五毛钱=0.50 八分钱=0.08 两毛五=0.25 两块=2 两块半=2.50 块五=1.50
        十块钱=10 一百二十块=120 一百零五块五=105.50 一万块=10000 一百五=150 十九点九=19.9
        19块9=19.90 19.9元=19.90 ¥19.90=19.90CNY 人民币十九块九=19.90CNY 五美元=5USD
        三十港币=30HKD 一百美金=100USD 五万韩元=50000KRW 二十万印尼盾=200000IDR 十九九=19.9
        九块八角五分=9.85 两百九十九块=299 九十九元整=99 塊五=1.50 一百块零五毛=100.5
        十块零八毛=10.80 五百元人民币=500CNY 三百块人民币=300CNY 五块美金=5USD 五块五美金=5.5USD
        一百二=120 两万五=25000 一百零二=102 两毛=0.2 万八=18000 半块=0.5
    """,
    "id": """
        sembilan belas ribu lima ratus rupiah=19500IDR|rp 19.900=19900IDR|lima dolar=5USD
        dua dolar lima puluh sen=2.50USD|dua puluh lima ribu perak=25000IDR|ceban=10000
        tiga puluh dolar singapura=30SGD|seratus ribu=100000|sembilan belas koma lima ribu=19500
        lima puluh yuan=50CNY|Rp19.900=19900IDR|dua ringgit=2MYR|seratus won=100KRW|19rb=19000
        goceng=5000|satu juta rupiah=1000000IDR|dua juta lima ratus=2500000|sejuta dua=1200000
        sejuta dua ratus=1200000|dua juta lima=2500000|dua juta lima puluh=2050000
        dua juta lima ratus ribu=2500000|lima belas ribu lima ratus=15500|seratus dua lima=125
        lima belas ribu lima=15500|lima belas lima ratus=15500|dua ratus lima puluh=250
        sembilan belas sembilan=19900|dua puluh sembilan sembilan=29900|semiliar dua=1200000000
        sejuta dua lima=1250000|sejuta sembilan sembilan=1990000|lima belas ribu dua lima=15250
    """,
    "en": """
        nineteen ninety=19.90|nineteen ninety-nine=19.99|nineteen dollars ninety=19.90USD
        nineteen dollars and ninety cents=19.90USD|nineteen ninety dollars=19.90USD
        fifty cents=0.50|five hundred bucks=500USD|a hundred bucks=100USD|$19.90=19.90USD
        ¥39.90=39.90CNY|19.9=19.9|twelve fifty=12.50|nine ninety nine=9.99|nine ninety=9.90
        three ninety nine ninety nine=399.99|one hundred nineteen ninety=119.90
        nineteen oh five=19.05|twenty yuan=20CNY|five quid=5GBP|one oh five=105
        a hundred and five=105|twenty five=25|half a million=500000|two hundred rupees=200INR
        twenty five hundred=2500
        ten singapore dollars=10SGD|three euros fifty=3.50EUR|a buck=1USD|a buck fifty=1.50USD
        a dollar=1USD|a dollar and fifty cents=1.50USD|half a dollar=0.5USD|24.90€=24.90EUR
        nineteen yuan nine=19.90CNY|nineteen kuai ninety=19.90CNY|nineteen dollars nine=19.09USD
        nineteen dollars and nine cents=19.09USD
    """,
    "ko": """
        만 구천구백 원=19900KRW|만구천구백원=19900KRW|오천원=5000KRW|이만원=20000KRW
        19,900원=19900KRW|19달러=19USD|십구 위안=19CNY|삼 달러 오십 센트=3.50USD|천원짜리=1000KRW
        삼만 오천=35000|십만 루피아=100000IDR|₩5000=5000KRW|백 엔=100JPY
    """,
}

COUNTS = {
    "zh": """
        两件=2 三个=3 一打=12 半打=6 十二盒=12
        一百二十五件=125 俩=2 三双=3 5件=5 一斤=1 二十=20 12件=12 １２件=12 150个=150
    """,
    "id": """
        tiga buah=3|sebuah=1|selusin=12|dua lusin=24|lima pcs=5|sepasang=1|sekodi=20|dua potong=2
        sepuluh bungkus=10|3 botol=3|dua stel=2|dua lima buah=25|dua belas buah=12
    """,
    "en": """
        three pieces=3|a dozen=12|half a dozen=6|a couple=2|two pairs=2|three of them=3
        two dozen=24|a piece=1|5 boxes=5|a couple of bottles=2
    """,
    "ko": """
        두 개=2|세 개=3|다섯 명=5|스무 개=20|한 다스=12
        열두 병=12|3개=3|한 벌=1|네 켤레=4|백 장=100
    """,
}

PLACES = {
    "zh": """
        第三=3 第三个=3 三号=3 三号链接=3 第十二段=12 第一百零五号=105 头一个=1 3号=3 五=5
        链接三=3 商品十二号=12
    """,
    "id": """
        ketiga=3|pertama=1|nomor tiga=3|ke-3=3|kesepuluh=10|kedua belas=12|yang ketiga=3|tiga=3
        no 12=12|kedua puluh=20|keduabelas=12|ketigapuluh=30
        produk dua belas=12|etalase nomor tiga=3
    """,
    "en": """
        first=1|third=3|the third one=3|number three=3|twenty first=21|3rd=3|number twelve=12
        twentieth=20|three=3|the second=2|number one=1|hundredth=100
        slot twelve=12|item one=1|product number three=3|slot one hundred and five=105
    """,
    "ko": "첫째=1|셋째=3|두 번째=2|첫 번째=1|제삼=3|삼번=3|3번=3|열한 번째=11|다섯=5|세번째=3",
}

PERCENTS = {
    "zh": """
        打八折=20 八折=20 八五折=15 八点五折=15 对折=50 五折=50 九九折=1 95折=5 7.5折=25
        百分之二十=20 20%=20 优惠百分之十=10 打九折=10 零点五折=95 半价=50
        打个八折=20 打个对折=50 打八五折=15
    """,
    "id": """
        diskon dua puluh persen=20|potongan 20%=20|setengah harga=50|lima belas persen=15
        diskon setengah=50|korting sepuluh persen=10
    """,
    "en": """
        twenty percent off=20|half price=50
        20% off=20|ten per cent=10|a discount of ten percent=10|a quarter off=25
        twelve and a half percent off=12.5|a twenty percent discount=20|take ten percent off=10
    """,
    "ko": "이십 퍼센트 할인=20|20% 세일=20|반값=50|십 프로=10",
}

DURATIONS = {
    "zh": """
        五分钟=300 半小时=1800 半个小时=1800 一个半小时=5400 两小时三十分=9000 一小时二十=4800
        三刻钟=2700 一刻钟=900 十秒=10 一分半=90 一分钟半=90 五分钟后=300 过五分钟=300
        一个小时=3600 一分半钟=90
    """,
    "id": """
        lima menit=300|setengah jam=1800|satu jam setengah=5400|satu setengah jam=5400|sejam=3600
        dua jam tiga puluh menit=9000|dalam lima menit=300|lima menit lagi=300|seperempat jam=900
        satu jam dua puluh=4800
    """,
    "en": """
        in five minutes=300|half an hour=1800|an hour and a half=5400|one and a half hours=5400
        a quarter of an hour=900|two hours thirty=9000|ninety seconds=90|a minute=60
    """,
    "ko": "오 분=300|한 시간 반=5400|삼십 초=30|반 시간=1800|오분 후에=300|두 시간 삼십 분=9000",
}

CLOCKS = {
    "zh": """
        三点半=15:30,03:30 下午三点=15:00 三点一刻=15:15,03:15 差五分三点=14:55,02:55
        凌晨一点=01:00 晚上八点半=20:30 中午十二点=12:00 十五点二十=15:20 三点零五分=15:05,03:05
        8:30=08:30,20:30 半夜十二点=00:00 半夜两点=02:00 夜里两点=02:00 晚八点=20:00
        晚上十一点=23:00 正午=12:00
    """,
    "id": """
        jam setengah tiga=14:30,02:30|pukul tiga=15:00,03:00|jam tiga sore=15:00|jam 15.30=15:30
        jam tiga kurang seperempat=14:45,02:45|jam delapan malam=20:00
        setengah sepuluh pagi=09:30|jam tiga lewat sepuluh menit=15:10,03:10
        jam dua belas siang=12:00|nanti malam jam delapan=20:00|tengah malam=00:00
        jam satu malam=01:00|jam setengah satu malam=00:30
    """,
    "en": """
        half past three=15:30,03:30|quarter to four=15:45,03:45|ten past three=15:10,03:10
        3 pm=15:00|three thirty=15:30,03:30|noon=12:00|midnight=00:00|eight thirty pm=20:30
        15:30=15:30|nine o'clock=09:00,21:00|two at night=02:00|ten at night=22:00
    """,
    "ko": """
        세 시 반=15:30,03:30|오후 세 시=15:00|열두 시 삼십 분=12:30,00:30|정오=12:00
        밤 열 시=22:00|아침 일곱 시=07:00|여덟 시에=08:00,20:00|오늘 저녁 여덟 시=20:00
        밤 한 시=01:00
    """,
}

NO_CLOCKS = "jam dua puluh lima|twenty five|八点六十|스물다섯 시|eight sixty"

ABOUT = {
    "zh": "七八块|三五块|三四分钟|七八件|三五十块",
    "id": "dua tiga buah|tiga empat menit",
    "en": "two or three pieces|two or three minutes",
    "ko": "이삼 분|두세 개|육칠 개",
}
"""Somewhere between two numbers: neither is taken for what was said."""

DOUBTFUL = """
    三五|五块|十把|两百块|dua tiga|dua lima buah|gocap|dua tiga ribu|two three pieces
    nine ninety|two fifty|one oh five|2 3|일이삼|하나 둘|하나 둘 개
"""
"""How many, as `counts` takes them, but rather something else."""

SURE = """
    三十五|七十八件|35件|一百二|三把|幺|dua puluh lima buah|dua puluh|sepuluh|dua belas ribu
    twenty five|a hundred and five pieces|two dozen|a couple|fifteen hundred|35|이십삼|스물다섯 개
"""

NONE = """
    hello|几|两三个|三五个|十二三|百来个|一百来|三千多块|打骨折|and|one hundred and|the|a|ribu
    juta|puluh|belas|koma|가나다|안녕|3-5|1/2|#4|1.2.3|5+|3~5|*|5 6 a|开始直播|下一个|next card
    kartu berikutnya|二十三十|dua puluh dua puluh|thousand and|seven eleven twelve and|..|,|¥|%
    十百|万|twenty twelve a|thousand thousand|minus minus five|
"""


def pairs(lines, split=None):
    """The words and what they mean, of a table above."""
    text = lines.strip()
    separator = "|" if "|" in text else None
    rows = text.split("\n") if separator else [text]
    for row in rows:
        for cell in row.split(separator):
            if cell.strip():
                words, _equals, value = cell.strip().rpartition("=")
                yield words, value
