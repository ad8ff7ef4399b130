"""Sentences of four languages and what each asks for: the command, and what fills its slots.

A line each: words, an equals sign, the command, its values in the order of the command's slots.
"""

SENTENCES = {
    "en": """
        go live = show.go_live
        please go live now = show.go_live
        start streaming = show.go_live
        end the show = show.end
        stop the stream = show.end
        rehearse = rehearsal.begin
        end the rehearsal = rehearsal.end
        record = record.start
        stop recording = record.stop
        mute = sound.close
        uh mute me please = sound.close
        unmute = sound.unmute
        microphone on = sound.unmute
        mute the music = sound.close source=music
        music off = sound.close source=music
        unmute music = sound.unmute source=music
        turn it up = sound.louder
        music louder = sound.louder source=music
        quieter = sound.quieter
        scene table = scene.switch scene=table
        switch to kitchen = scene.switch scene=kitchen
        scene two = scene.switch scene=table
        next card = card.next
        next product = card.next
        okay next one please = card.next
        previous product = card.previous
        show green tea = card.show product=tea
        show me the green tea = card.show product=tea
        slot two = card.show product=tea
        slot twelve = card.show product=mug
        number twelve = card.show product=mug
        show the second = card.show product=tea
        show wool scarf = card.show product=scarf
        show wull skarf = card.show product=scarf
        hide the card = card.hide
        hide it = card.hide
        read the card = card.read
        what am I holding = hand.what
        show this = hand.show
        price nineteen ninety = product.price price=nineteen ninety
        make it nineteen ninety nine = product.price price=nineteen ninety nine
        price 19.9 = product.price price=19.9
        set the price to a hundred and five = product.price price=a hundred and five
        price of green tea twelve fifty = product.price product=tea price=twelve fifty
        twenty percent off = product.discount percent=20%
        discount half price = product.discount percent=50%
        take ten percent off = product.discount percent=10%
        sold two = order.take_shown quantity=2
        sold one = order.take_shown
        two sold = order.take_shown quantity=2
        sell a dozen = order.take_shown quantity=12
        sold a hundred and twenty pieces = order.take_shown quantity=120
        twelve hundred people watching = viewers.note count=1200
        sold two uh pieces of green tea = order.take quantity=2 product=tea
        a hundred uh and five viewers = viewers.note count=105
        sold two green tea = order.take quantity=2 product=tea
        sell three pieces of wool scarf = order.take quantity=3 product=scarf
        order twelve of ceramic mug = order.take quantity=12 product=mug
        cancel the order = order.cancel
        a hundred and five viewers = viewers.note count=105
        123 people are watching = viewers.note count=123
        what have I sold = sales.progress
        how is my volume = status.loudness
        am I live = status.live
        can they hear me = status.muted
        how long = status.time
        is everything all right = status.all_right
        next segment = rundown.next
        go to segment three = rundown.jump segment=s3
        segment two = rundown.jump segment=s2
        the third segment = rundown.jump segment=s3
        time left = rundown.left
        where are we = rundown.where
        next line = prompt.next
        undo that = studio.undo
        repeat = message.repeat
        be quiet = speech.silence
        what can I say = voice.what_can_i_say
        switch destination open house = destination.switch destination=open
    """,
    "zh": """
        开始直播 = show.go_live
        开播 = show.go_live
        请帮我开播吧 = show.go_live
        下播 = show.end
        结束直播 = show.end
        彩排 = rehearsal.begin
        结束彩排 = rehearsal.end
        开始录制 = record.start
        停止录制 = record.stop
        静音 = sound.close
        闭麦 = sound.close
        取消静音 = sound.unmute
        开麦 = sound.unmute
        音乐静音 = sound.close source=music
        取消音乐静音 = sound.unmute source=music
        大声一点 = sound.louder
        音乐大声一点 = sound.louder source=music
        小声点 = sound.quieter
        场景桌面 = scene.switch scene=table
        切换到厨房 = scene.switch scene=kitchen
        切到桌面吧 = scene.switch scene=table
        场景二 = scene.switch scene=table
        下一个 = card.next
        呃 那个 下一个 = card.next
        下一款 = card.next
        上一个商品 = card.previous
        显示绿茶 = card.show product=tea
        上绿茶 = card.show product=tea
        显示路茶 = card.show product=tea
        上羊毛围巾 = card.show product=scarf
        展示羊毛为巾 = card.show product=scarf
        二号链接 = card.show product=tea
        上2号链接 = card.show product=tea
        十二号链接 = card.show product=mug
        链接十二 = card.show product=mug
        隐藏卡片 = card.hide
        把卡片收了 = card.hide
        念一下卡片 = card.read
        这是什么 = hand.what
        上这个 = hand.show
        价格十九块九 = product.price price=十九块九
        改成九块九毛 = product.price price=九块九毛
        价格改成一百五 = product.price price=一百五
        现在19.9 = product.price price=19.9
        绿茶改成两块五 = product.price product=tea price=两块五
        打八折 = product.discount percent=20%
        给大家打八五折 = product.discount percent=15%
        绿茶打九折 = product.discount product=tea percent=10%
        卖了两件 = order.take_shown quantity=2
        卖了俩 = order.take_shown quantity=2
        出单三个 = order.take_shown quantity=3
        卖出一单 = order.take_shown
        卖了两件绿茶 = order.take quantity=2 product=tea
        卖了两个羊毛围巾 = order.take quantity=2 product=scarf
        绿茶来一打 = order.take product=tea quantity=12
        绿茶卖了十二盒 = order.take product=tea quantity=12
        取消订单 = order.cancel
        一百零五人在看 = viewers.note count=105
        现在有三百人 = viewers.note count=300
        我卖了多少 = sales.progress
        我的音量多大 = status.loudness
        我在直播吗 = status.live
        我静音了吗 = status.muted
        一切正常吗 = status.all_right
        下一环节 = rundown.next
        环节三 = rundown.jump segment=s3
        第三段 = rundown.jump segment=s3
        转到环节二 = rundown.jump segment=s2
        还剩多久 = rundown.left
        到哪了 = rundown.where
        下一句 = prompt.next
        撤销 = studio.undo
        再说一遍 = message.repeat
        别说了 = speech.silence
        我能说什么 = voice.what_can_i_say
        下一戈 = card.next
        隐苍卡片 = card.hide
        价格是九块九 = product.price price=九块九
        现在就要九块九 = product.price price=九块九
        绿茶的价格是九块九 = product.price product=tea price=九块九
        现在是二十九块九 = product.price price=二十九块九
        现在是八折 = product.discount percent=20%
        打就八折 = product.discount percent=20%
        卖了就五件绿茶 = order.take quantity=5 product=tea
        卖了就一件 = order.take_shown quantity=1
        卖了一百二十件 = order.take_shown quantity=120
        卖了呃两件绿茶 = order.take quantity=2 product=tea
        卖了要两件 = order.take_shown quantity=2
        有就五个观众 = viewers.note count=5
    """,
    "id": """
        mulai siaran = show.go_live
        tolong mulai siaran = show.go_live
        akhiri siaran = show.end
        stop live = show.end
        gladi = rehearsal.begin
        selesai gladi = rehearsal.end
        rekam = record.start
        hentikan rekaman = record.stop
        bisukan = sound.close
        matikan mik = sound.close
        suarakan = sound.unmute
        nyalakan mikrofon = sound.unmute
        bisukan musik = sound.close source=music
        nyalakan musik = sound.unmute source=music
        lebih keras = sound.louder
        musik lebih keras = sound.louder source=music
        kecilkan suara = sound.quieter
        adegan meja = scene.switch scene=table
        pindah ke dapur = scene.switch scene=kitchen
        ganti ke meja dong = scene.switch scene=table
        adegan dua = scene.switch scene=table
        kartu berikutnya = card.next
        produk selanjutnya = card.next
        produk sebelumnya = card.previous
        tampilkan teh hijau = card.show product=tea
        eh tampilkan teh hijau ya = card.show product=tea
        tunjukkan syal wol = card.show product=scarf
        tampilkan sal wol = card.show product=scarf
        nomor dua = card.show product=tea
        nomor dua belas = card.show product=mug
        etalase dua belas = card.show product=mug
        produk kedua = card.show product=tea
        sembunyikan kartu = card.hide
        tutup kartu = card.hide
        bacakan kartu = card.read
        apa ini = hand.what
        tampilkan ini = hand.show
        harga sembilan belas ribu lima ratus = product.price price=sembilan belas ribu lima ratus
        ganti harga jadi 19rb = product.price price=19 rb
        harganya dua puluh lima ribu = product.price price=dua puluh lima ribu
        harga teh hijau sepuluh ribu = product.price product=tea price=sepuluh ribu
        diskon dua puluh persen = product.discount percent=20%
        diskon teh hijau 10% = product.discount product=tea percent=10%
        terjual dua = order.take_shown quantity=2
        laku tiga potong = order.take_shown quantity=3
        laku = order.take_shown
        jual selusin = order.take_shown quantity=12
        terjual dua teh hijau = order.take quantity=2 product=tea
        jual seratus dua puluh buah = order.take_shown quantity=120
        dua lima ribu penonton = viewers.note count=25000
        jual tiga buah syal wol = order.take quantity=3 product=scarf
        teh hijau laku dua belas = order.take product=tea quantity=12
        batalkan pesanan = order.cancel
        seratus lima penonton = viewers.note count=105
        ada dua ratus penonton = viewers.note count=200
        sudah laku berapa = sales.progress
        seberapa keras suara saya = status.loudness
        sudah live belum = status.live
        apakah saya dibisukan = status.muted
        ada masalah tidak = status.all_right
        segmen berikutnya = rundown.next
        segmen tiga = rundown.jump segment=s3
        pindah ke segmen dua = rundown.jump segment=s2
        segmen yang ketiga = rundown.jump segment=s3
        sisa waktu = rundown.left
        sampai mana = rundown.where
        baris berikutnya = prompt.next
        urungkan = studio.undo
        ulangi = message.repeat
        diam = speech.silence
        saya bisa bilang apa = voice.what_can_i_say
        uji tujuan rumah terbuka = destination.test destination=open
    """,
    "ko": """
        방송 시작 = show.go_live
        방송 시작해 줘 = show.go_live
        방송 종료 = show.end
        리허설 = rehearsal.begin
        리허설 끝 = rehearsal.end
        녹화 시작 = record.start
        녹화 중지 = record.stop
        음소거 = sound.close
        마이크 꺼 줘 = sound.close
        음소거 해제 = sound.unmute
        마이크 켜 = sound.unmute
        음악 꺼 = sound.close source=music
        음악 켜 = sound.unmute source=music
        더 크게 = sound.louder
        음악 더 크게 = sound.louder source=music
        소리 작게 = sound.quieter
        장면 식탁 = scene.switch scene=table
        부엌 장면 = scene.switch scene=kitchen
        식탁 장면으로 = scene.switch scene=table
        장면 이 = scene.switch scene=table
        다음 상품 = card.next
        다음 상품 보여 줘 = card.next
        음 다음 카드 = card.next
        이전 상품 = card.previous
        녹차 보여 줘 = card.show product=tea
        녹차 띄워 = card.show product=tea
        녹자 보여 줘 = card.show product=tea
        양모 목도리 보여 줘 = card.show product=scarf
        상품 이번 = card.show product=tea
        상품 십이 = card.show product=mug
        두 번째 보여 줘 = card.show product=tea
        카드 숨겨 줘 = card.hide
        카드 내려 = card.hide
        카드 읽어 줘 = card.read
        이게 뭐야 = hand.what
        이거 보여 줘 = hand.show
        가격 만 구천구백 원 = product.price price=만구천구백원
        가격을 오천 원으로 바꿔 줘 = product.price price=오천원
        녹차 가격 이만 원 = product.price product=tea price=이만원
        이십 퍼센트 할인 = product.discount percent=20%
        녹차 십 퍼센트 할인 = product.discount product=tea percent=10%
        반값 할인 = product.discount percent=50%
        두 개 팔렸어 = order.take_shown quantity=2
        팔렸어 = order.take_shown
        스무 개 판매 = order.take_shown quantity=20
        녹차 두 개 팔렸어 = order.take product=tea quantity=2
        양모 목도리 세 개 주문 = order.take product=scarf quantity=3
        주문 취소 = order.cancel
        시청자 백오 명 = viewers.note count=105
        얼마나 팔았어 = sales.progress
        소리 크기 = status.loudness
        지금 라이브야 = status.live
        내 소리 들려 = status.muted
        문제 있어 = status.all_right
        다음 순서 = rundown.next
        순서 삼 = rundown.jump segment=s3
        두 번째 순서로 = rundown.jump segment=s2
        남은 시간 = rundown.left
        지금 어디야 = rundown.where
        다음 줄 = prompt.next
        되돌려 줘 = studio.undo
        다시 말해 줘 = message.repeat
        조용히 해 = speech.silence
        뭐라고 말할 수 있어 = voice.what_can_i_say
    """,
}

TALK = {
    "en": """
        this scarf is really warm and you will love it
        I made it from the softest wool in the world
        thank you all for coming tonight
        the next thing I want to tell you about is the colour
        show live go
        price
        show
        two green tea sold scarf
        the show end
        sold two uh three
        sold two sorry three
        sold five okay uh six
        twenty uh thirty viewers
        price nineteen uh twenty
    """,
    "zh": """
        这条围巾特别暖和大家一定会喜欢
        谢谢大家今天来看我的直播间
        我们家的茶叶都是自己种的
        直播开始之前我先说两句
        播直始开
        价格
        两件绿茶围巾卖了啊呀
        卖了二呃三
        卖了五一下三
        卖了一万呃二
    """,
    "id": """
        syal ini hangat sekali kakak pasti suka
        terima kasih sudah datang malam ini
        teh kami dipetik sendiri di kebun
        siaran mulai
        harga
        kartu tutup berikutnya
        laku dua eh tiga
        laku dua puluh eh lima
        tampilkan nomor satu eh dua
    """,
    "ko": """
        이 목도리는 정말 따뜻하고 좋아요
        오늘 와 주셔서 감사합니다
        시작 방송
        가격
        우리 차는 직접 키운 거예요
        둘 아 셋 팔렸어
        다섯 어 여섯 팔렸어
    """,
}


def rows(lines):
    """Words, the command, and its values, of each line."""
    for line in lines.strip().splitlines():
        words, _equals, wish = line.strip().partition(" = ")
        command, _space, rest = wish.partition(" ")
        pieces = rest.split("=")
        names = [piece.split()[-1] for piece in pieces[:-1]]
        values = [
            " ".join(piece.split()[:-1]) if place < len(pieces) - 2 else piece
            for place, piece in enumerate(pieces[1:])
        ]
        yield words, command, dict(zip(names, values, strict=True))
