"""Write fixtures/analysis/stems.json: what Snowball makes of some words of each language.

usage: python write-stems-golden.py
needs: snowballstemmer (PyPI), Snowball's own algorithms

English and German words avoid the rules that Snowball got in 2025, which our stemmers do not have yet.
"""
import json
import pathlib

import snowballstemmer

TARGET = pathlib.Path(__file__).parent.parent / "fixtures" / "analysis" / "stems.json"
WORDS = {
    "en": """consign consigned consigning consignment consistency consistently knack knackeries knaves knights knitting
        generate generously relational conditional rationalization hopefulness electricity adjustable skies dying lying
        news proceed exceed succeeded inning cities caresses ponies feudalism triplicate replacement""",
    "de": """aufeinanderfolgenden kategorien kater häuser straßen bücher freundlichkeiten entscheidungen jährlichen
        wohnungen schönste gesehen kinder mädchen lehrer möglichkeit wissenschaftlich arbeiten größeren hunde""",
    "fr": """continuellement mangé mangées mangeons nationalités heureusement chanteuses fréquemment évidemment
        lumières constitutionnel majestueuse pouvaient finissons travaillerait qualité légèreté chevaux bateaux""",
    "es": """cheques corazones corazón rápidamente nacionalidades trabajábamos habladores instrumentación diciéndoles
        comieron vivirás españolas amable inteligencia organizaciones comprarlo niños guías averigüen""",
    "ru": """встраивание встраивания важнейшими книга книгами читающий побежали красивейшего возможностью ёлками
        здравствующие противоестественном умывалась говорить большими столов дверью радостно пришедшими язык""",
    "ar": """المكتبات المكتبة والكتاب كتابهم يدرسون مدرستنا الطالبات بالجامعة وسيكتبونها جميلة المسلمين قائلا
        معلوماتكم فالحقيقة السيارات كتبت استخدامات أشجار للناس حكومتهم""",
}
NAMES = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}

golden = {}
for language, words in WORDS.items():
    stemmer = snowballstemmer.stemmer(NAMES[language])
    golden[language] = {word: stemmer.stemWord(word) for word in words.split()}
TARGET.parent.mkdir(exist_ok=True)
TARGET.write_text(json.dumps(golden, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
