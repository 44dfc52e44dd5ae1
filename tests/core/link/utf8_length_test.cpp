// SPDX-License-Identifier: Apache-2.0
#include "core/link/utf8_length.h"

#include "core/base/random.h"

#include <QtTest>

using namespace weir;
using namespace Qt::Literals::StringLiterals;

class Utf8LengthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyClassOfCharacterTakesItsBytes();
    void everyCodePointAgreesWithTheEncoder();
    void aLoneSurrogateCountsAsTheReplacementCharacter();
    void textsLongerThanABlockAreCountedWhole();
    void randomTextsAgreeWithTheEncoder();
};

void Utf8LengthTest::everyClassOfCharacterTakesItsBytes()
{
    QCOMPARE(utf8Length(u""), 0U);
    QCOMPARE(utf8Length(u"abc"), 3U);
    QCOMPARE(utf8Length(u"é"), 2U);
    QCOMPARE(utf8Length(u"€"), 3U);
    QCOMPARE(utf8Length(u"😀"), 4U);
    QCOMPARE(utf8Length(u"a\u007f\u0080\u07ff\u0800\uffff"), 1U + 1 + 2 + 2 + 3 + 3);
}

void Utf8LengthTest::everyCodePointAgreesWithTheEncoder()
{
    for (char32_t point = 0; point <= QChar::LastValidCodePoint; ++point) {
        if (QChar::isSurrogate(point))
            continue;
        const QString text = QString::fromUcs4(&point, 1);
        if (utf8Length(text) != static_cast<std::uint64_t>(text.toUtf8().size()))
            QFAIL(qPrintable(u"U+%1"_s.arg(static_cast<uint>(point), 0, 16)));
    }
}

void Utf8LengthTest::aLoneSurrogateCountsAsTheReplacementCharacter()
{
    const char16_t high = 0xd83d;
    const char16_t low = 0xde00;
    const std::array<char16_t, 5> units = {low, high, u'a', high, high};
    QCOMPARE(utf8Length(QStringView(units.data(), 5)), 3U + 3 + 1 + 3 + 3);
    const std::array<char16_t, 4> pairAfterHigh = {high, high, low, low};
    QCOMPARE(utf8Length(QStringView(pairAfterHigh.data(), 4)), 3U + 4 + 3);
}

void Utf8LengthTest::textsLongerThanABlockAreCountedWhole()
{
    for (const qsizetype size : {4095, 4096, 4097, 100'000}) {
        QCOMPARE(utf8Length(QString(size, u'a')), static_cast<std::uint64_t>(size));
        QCOMPARE(utf8Length(QString(size, u'€')), static_cast<std::uint64_t>(3 * size));
        QCOMPARE(utf8Length(u"a"_s + u"😀"_s.repeated(size)), static_cast<std::uint64_t>(1 + 4 * size));
    }
}

void Utf8LengthTest::randomTextsAgreeWithTheEncoder()
{
    SplitMix64 random(7);
    for (int round = 0; round < 200; ++round) {
        QString text;
        const auto length = static_cast<int>(random() % 300);
        for (int i = 0; i < length; ++i) {
            constexpr std::array<char32_t, 6> kPoints = {U'x', U'ß', U'水', U'🌊', U'\u07ff', U'\U0010ffff'};
            text += QChar::fromUcs4(kPoints[random() % kPoints.size()]);
        }
        QCOMPARE(utf8Length(text), static_cast<std::uint64_t>(text.toUtf8().size()));
    }
}

QTEST_GUILESS_MAIN(Utf8LengthTest)
#include "utf8_length_test.moc"
