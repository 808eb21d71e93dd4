"""Pages in the encodings of the world, with what declares them and what lies about them."""

from __future__ import annotations

import pytest
import samples

from sayso.collect.charset import markup
from sayso.collect.facts import Found
from sayso.collect.formats.page import read_page

RUSSIAN = "Паром сел на мель у мыса рано утром в понедельник, сообщила береговая охрана, и всех людей сняли с борта до полудня."
JAPANESE = "フェリーは月曜日の早朝に岬の沖で座礁し、乗っていた四十人は正午までに全員が救助されたと海上保安庁が発表した。"
CHINESE = "渡轮星期一清晨在海角附近搁浅，海岸警卫队说，船上四十人到中午全部获救，没有人受伤，也没有漏油。"
KOREAN = "여객선이 월요일 아침 일찍 곶 앞바다에서 좌초했으며 배에 탄 사람은 정오까지 모두 구조되었다고 해경이 밝혔다."
GREEK = "Το πλοίο προσάραξε κοντά στο ακρωτήρι νωρίς τη Δευτέρα, ανακοίνωσε το λιμενικό, και όλοι οι επιβάτες σώθηκαν ως το μεσημέρι."
POLISH = "Prom osiadł na mieliźnie koło przylądka wcześnie w poniedziałek, podała straż przybrzeżna, a wszyscy ludzie zostali zdjęci przed południem."


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "euc-jp", "EUC-JP"),
        (JAPANESE, "iso-2022-jp", "ISO-2022-JP"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gbk", "GBK"),
        (KOREAN, "cp949", "euc-kr"),
        (GREEK, "iso-8859-7", "iso-8859-7"),
        (POLISH, "iso-8859-2", "ISO-8859-2"),
        (POLISH, "cp1250", "windows-1250"),
        (RUSSIAN, "utf-8", "windows-1251"),
        (JAPANESE, "utf-8", "utf-8"),
    ],
)
@pytest.mark.parametrize("where", ["transport", "meta", "http-equiv", "late"])
def test_the_encodings_of_the_world(text: str, encoding: str, label: str, where: str) -> None:
    head = {
        "transport": "",
        "meta": f"<meta charset='{label}'>",
        "http-equiv": f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={label}">',
        "late": f"<script>{'a=1;' * 400}</script><meta charset={label}>",
    }[where]
    data = samples.page(head=head, title="x", paragraphs=tuple(f"{at}. {text}" for at in range(5))).replace("’", "'").encode(encoding)
    (found,) = read_page(data, charset=label if where == "transport" else None)
    assert isinstance(found, Found)
    assert text in found.text


@pytest.mark.parametrize(
    ("data", "declared", "wanted"),
    [
        (b"<p>caf\xe9", None, "<p>café"),
        (b"<p>caf\xe9 \x93quoted\x94", "iso-8859-1", "<p>café “quoted”"),
        (b"<p>\x80 100", "iso-8859-15", "<p>€ 100"),
        ("<p>café".encode("utf-8-sig"), "iso-8859-1", "<p>café"),
        ("<p>café".encode("utf-16"), "utf-8", "<p>café"),
        (b"<meta charset=utf-8><p>caf\xe9", None, "<meta charset=utf-8><p>café"),
        (b"<p>" + "é".encode() * 3 + b"\xff", None, "<p>ééé\ufffd"),
        (b"<p>+AGE-", "utf-7", "<p>+AGE-"),
        (b"<p>\\u0041", "unicode_escape", "<p>\\u0041"),
        (b"<p>x", "no-such-encoding", "<p>x"),
    ],
)
def test_what_declares_wrongly(data: bytes, declared: str | None, wanted: str) -> None:
    assert markup(data, declared) == wanted
