"""Cut a text into sentences of tokens. Every token keeps its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Sentence", "Token", "cut", "plain", "sentences", "unbroken"]

WIDE: dict[int, int | str] = {
    **{0xFF10 + n: 0x30 + n for n in range(10)},
    0xFF05: "%",
    0xFF0E: ".",
    0x2019: "'",
    0x00A0: " ",
    0x202F: " ",
}
# Traditional characters of the dictionaries' words, each before its simplified form: 萬 is read as 万.
TRADITIONAL = (
    "業业東东兩两個个為为舉举買买亞亚產产億亿們们價价傷伤倫伦偽伪側侧係系傳传僅仅儘尽兒儿關关內内軍军準准減减凱凯擊击動动務务"
    "勞劳勢势區区協协單单衛卫參参雙双發发變变臺台號号嗎吗員员國国圖图聖圣壞坏埃埃壩坝塊块復复夠够頭头奪夺奧奥婦妇"
    "實实對对導导將将專专屬属島岛幣币師师帶带幫帮廣广應应庫库廳厅張张強强彈弹後后從从徹彻恆恒惡恶愛爱態态慶庆懷怀戰战戶户"
    "掃扫揚扬據据擴扩擬拟擾扰擁拥擔担攔拦攜携敵敌數数時时暫暂會会條条來来構构標标機机權权樣样歐欧歸归殺杀"
    "殘残毀毁氣气決决測测濟济漲涨淵渊滲渗漢汉瀏浏濾滤災灾無无煙烟爾尔現现瑪玛環环電电畫画異异當当監监盤盘盜盗"
    "著着確确碼码禍祸種种稱称積积穩稳節节籌筹約约紀纪納纳紐纽級级組组終终結结絡络給给統统絲丝經经維维網网緬缅線线"
    "練练總总績绩繞绕繼继續续纜缆罷罢聯联聲声職职肅肃腦脑脫脱舊旧範范華华萬万葉叶蓋盖蘇苏蘭兰處处術术衝冲製制"
    "見见規规視视覺觉覽览計计記记設设許许訴诉詐诈評评話话該该誌志認认語语誤误說说調调請请論论證证譯译議议護护讓让豐丰"
    "負负財财貨货責责貴贵費费資资賬账賽赛質质贊赞趨趋跡迹蹤踪車车軌轨軟软軸轴較较載载輕轻輸输轉转轄辖辦办農农"
    "這这連连進进運运過过達达違违遞递遠远適适選选遲迟遺遗還还邊边醫医釋释針针鈔钞銀银銷销鋼钢錄录錯错錢钱鏈链鍵键鏡镜"
    "長长門门閉闭開开間间閱阅陽阳陸陆階阶際际險险隱隐隸隶離离難难雲云靜静響响頁页項项順顺預预領领題题類类顯显風风飛飞"
    "馬马驅驱驗验驚惊體体魚鱼鮮鲜鳥鸟鷹鹰麥麦黨党齊齐齒齿龍龙澤泽灣湾羅罗葡葡萊莱貝贝賓宾趙赵韓韩魯鲁釣钓倣仿洩泄"
    "於于佔占佈布屍尸裡里裏里綜综與与慮虑僱雇優优儲储兇凶冊册凍冻劃划劇剧劉刘劑剂勁劲勝胜勳勋匯汇卻却厲厉吳吴呂吕問问啟启喪丧嚇吓嚴严團团執执場场報报墊垫墜坠夾夹妝妆娛娱學学寧宁審审寫写寬宽尋寻層层嶺岭嶼屿"
    "巔巅帳帐幹干廢废廬庐彎弯恥耻悶闷惱恼慘惨慣惯憂忧憑凭憲宪懲惩懸悬戲戏捨舍捲卷掛挂採采換换損损搖摇摺折撥拨擇择擋挡擺摆攤摊敗败斃毙斷断昇升曆历曉晓曬晒書书朧胧棄弃棟栋槍枪樂乐樓楼樞枢橋桥檔档檢检欄栏歲岁"
    "歷历殼壳毆殴汙污沖冲況况淨净渦涡湯汤滅灭滬沪滯滞滿满潔洁潛潜潤润澆浇濃浓濱滨瀾澜灑洒烏乌熱热燈灯燒烧營营爭争爺爷牆墙狀状獄狱獎奖獨独獲获獻献畢毕療疗癱瘫皚皑睏困瞭了矯矫硏研礎础禦御禮礼稅税穫获窮穷窺窥"
    "竄窜竊窃競竞筆笔箇个篩筛簡简簽签籃篮糧粮糾纠紅红純纯紙纸紛纷細细紹绍紳绅絕绝綁绑綱纲綠绿綿绵緊紧緒绪緝缉締缔緣缘編编緩缓縣县縮缩縱纵織织繳缴纔才罰罚聞闻聰聪膚肤臨临艙舱艦舰莊庄蔣蒋虛虚蝕蚀裝装補补複复"
    "襲袭觀观觸触訂订訊讯討讨訓训訪访詞词詢询試试詳详誘诱誠诚誰谁課课諜谍諮咨謀谋謊谎講讲謝谢譽誉讀读貧贫販贩貫贯貪贪貼贴貿贸賀贺賊贼賠赔賣卖賦赋購购賺赚贏赢踐践輔辅輛辆輪轮輯辑轟轰辭辞迴回週周遊游邁迈鄰邻"
    "鄭郑鄧邓醜丑釐厘鈍钝鈴铃鉅巨銜衔鋪铺鋒锋鎖锁鎮镇鐘钟鐵铁鑑鉴鑒鉴閃闪閑闲闆板闊阔闖闯陣阵陳陈隊队隨随雖虽雜杂鬆松鬥斗鹽盐點点"
)
WIDE |= {ord(old): new for old, new in zip(TRADITIONAL[::2], TRADITIONAL[1::2], strict=True)}
BREAK = re.compile(r"(?<!\n)\n(?!\n)")
TOKEN = re.compile(
    r"""
    (?P<date>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
  | (?P<word>\d+(?:st|nd|rd|th|s)\b | \d+(?:\.\d+){2,} | \.[a-z]{2,4}\b
      | (?:[A-Za-z]\.){2,} | [A-Z]&[A-Z]\b | [A-Za-z]+\.(?:ch|br|com|org|net|ru|cn)\b | CERT\.[A-Za-z]{2}\b
      | [A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ]*)
  | (?P<number>\d{1,3},\d{1,2}(?=\s?(?:%|per\s?cent|million|billion|mln|bn)) | \d{1,2}(?:,\d{2})+,\d{3}(?!\d)
      | \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d) | \d{1,3}(?:\ \d{3})+(?!\d) | \d+(?:\.\d+)?)
  | (?P<han>[一-鿿〇]+)
  | (?P<own>'s\b|')
  | (?P<mark>\S)
    """,
    re.VERBOSE,
)
# A full stop after one of these ends no sentence.
SHORT = frozenset(
    ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no", "mr", "mrs", "ms", "dr",
     "st", "vs", "approx", "inc", "co", "corp", "ltd", "gen", "col", "lt", "sen", "rep", "prof", "gov", "adm", "maj",
     "capt", "fig", "est", "art", "sec")
)  # fmt: skip
# Words that begin a sentence if written large, also after "U.S.", which would otherwise go on as in "U.S. Department".
OPENERS = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "it", "its", "he", "she", "they", "their", "his", "her", "we",
     "there", "here", "some", "another", "other", "others", "each", "every", "both", "all", "most", "many", "few",
     "several", "more", "nearly", "almost", "about", "around", "over", "only", "up", "half", "one", "two", "three",
     "four", "five", "six", "seven", "eight", "nine", "ten", "in", "of", "from", "on", "at", "as", "by", "for", "with",
     "to", "after", "before", "during", "since", "until", "among", "between", "within", "under", "out", "despite",
     "while", "whereas", "when", "where", "if", "although", "though", "because", "but", "and", "or", "so", "yet",
     "however", "meanwhile", "moreover", "also", "additionally", "furthermore", "overall", "according", "such", "last",
     "next", "today", "currently", "earlier", "then", "attacks", "hackers", "officials", "experts", "cncert", "xinhua",
     "china")
)  # fmt: skip
BULLETS = frozenset("-*•·–—")  # at the head of a line
# A line that opens with a period: "2019: 300 cases", "Q4 2019:", "May 2019", "2019 (January-May): 300 cases".
PERIOD = re.compile(
    r"(?:Q[1-4]|H[12]|[A-Z][a-z]{2,8}\.?)?\s?(?:(?:19|20)\d\d|(?<=Q[1-4]))(?:\s?\([^()\n]{3,30}\))?\s*(?::|[-–—]\s|\n)"
)
# What the date of a period may stand behind: such a line goes on where it was broken.
LEADING = frozenset(
    ("in", "of", "than", "since", "from", "to", "and", "until", "for", "during", "by", "the", "between", "over")
)
LONGEST = 150  # tokens of a sentence: more is a table or an attack, and is cut
ENDS = frozenset("。！？!?")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark: `text` as written, `lower` for comparison."""

    text: str
    start: int
    end: int
    sort: str  # "word", "number", "date", "han", "mark"
    glued: bool  # follows the one before without a space

    @property
    def lower(self) -> str:
        """For comparison."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence, in order."""

    tokens: tuple[Token, ...]
    opening: int | None = None  # where it begins, if words at its head were left out

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        first = min(token.start for token in self.tokens)  # a row of a table begins with what stands above it
        return first if self.opening is None else self.opening

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return max(token.end for token in self.tokens)

    @property
    def ordered(self) -> bool:
        """Whether its tokens stand as in the text; those of a table's row do not."""
        return all(one.start <= other.start for one, other in pairwise(self.tokens))


def plain(text: str) -> str:
    """The same text, as long, with digits and signs of full width made narrow, and Chinese in simplified characters."""
    return text.translate(WIDE)


def unbroken(text: str) -> str:
    """The same text, as long, with a space for each line end inside a paragraph."""
    return BREAK.sub(" ", text)


def cut(text: str, han: frozenset[str]) -> Iterator[Token]:
    """The tokens of a text; Chinese is cut by the longest known word. Hyphens between words are left out."""
    longest = max(map(len, han), default=1)
    last = -1
    for found in TOKEN.finditer(text):
        sort, start, end = found.lastgroup or "mark", found.start(), found.end()
        if sort == "own" or (found[0] in "-‐" and _between_letters(text, start, end)):
            last = end
            continue
        for first, after in _words_of(text, start, end, han, longest) if sort == "han" else [(start, end)]:
            yield Token(text[first:after], first, after, sort, first == last)
            last = after


def _words_of(text: str, start: int, end: int, han: frozenset[str], longest: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = next(
            (each for each in range(min(end, start + longest), start + 1, -1) if text[start:each] in han), start + 1
        )
        yield start, stop
        start = stop


def _between_letters(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def sentences(text: str, tokens: Iterable[Token]) -> Iterator[Sentence]:
    """Tokens grouped into sentences: by final marks, and by empty lines."""
    held: list[Token] = []
    every = list(tokens)
    for number, token in enumerate(every):
        held.append(token)
        after = every[number + 1] if number + 1 < len(every) else None
        if after is None or len(held) >= LONGEST or _ends(text, held, token, after):
            yield Sentence(tuple(held))
            held = []


def _ends(text: str, held: list[Token], token: Token, after: Token) -> bool:
    gap = text[token.end : after.start]
    if gap.count("\n") > 1 or token.text in ENDS or ("\n" in gap and after.text in BULLETS):
        return True
    if "\n" in gap and token.lower not in LEADING and PERIOD.match(text, after.start):
        return True
    if token.text == ".":
        before = held[-2].lower if len(held) > 1 else ""
        spaced = bool(gap) or after.text in "\"'”’)"
        return (
            spaced and before not in SHORT and not (len(before) == 1 and before.isalpha() and held[-2].text.isupper())
        )
    opens = after.lower in OPENERS and after.text[:1].isupper() and gap.isspace()  # not "the U.S.-China Commission"
    return token.sort == "word" and token.text.endswith(".") and opens and len(held) > 2
