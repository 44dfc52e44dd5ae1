// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/panel.h"
#include "ui/rate_slider.h"
#include "ui/sampling_limits.h"
#include "ui/sampling_panel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTimer>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

namespace {

/** An interval of two seconds with 100,000 messages, most of them of "checkout". */
EngineSnapshot loaded(const MetricsConfig& config)
{
    EngineSnapshot snapshot = snapshotAt(TimePoint{1h}, config, 3);
    snapshot.accounting.seen = 100'000;
    snapshot.types[indexOf(MetricType::MessageReceived)].intervalCount = 100'000;
    KeySnapshot key;
    key.key = "checkout";
    key.intervalCount.value = 90'000;
    key.intervalSum.value = 9e6;
    snapshot.keys.push_back(key);
    return snapshot;
}

} // namespace

class SamplingPanelTest : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        SamplingPanel panel{nullptr};
        std::vector<MetricsConfig> asked;

        explicit Fixture(SamplingMode mode = SamplingMode::Adaptive)
        {
            MetricsConfig config;
            config.mode = mode;
            panel.setConfig(config, 14, {});
            connect(&panel, &SamplingPanel::configRequested, &panel,
                    [this](const MetricsConfig& next) { asked.push_back(next); });
            panel.show();
        }
        QString text(const QString& name) const { return panel.findChild<QLabel*>(name)->text(); }
        RateSlider* slider() { return panel.findChild<RateSlider*>(u"rateSlider"_s); }
        QAbstractButton* button(const QString& name) { return panel.findChild<QAbstractButton*>(name); }
        QLineEdit* field(const QString& name)
        {
            panel.findChild<SamplingLimits*>()->build(); // they are made when they are shown first
            return panel.findChild<QLineEdit*>(name);
        }
        void type(const QString& name, const QString& value)
        {
            field(name)->selectAll();
            QTest::keyClicks(field(name), value);
            QTest::keyClick(field(name), Qt::Key_Return);
        }
    };

private Q_SLOTS:
    void movingTheRateAsksOnceForThatRateFixed()
    {
        Fixture f;
        QTest::keyClick(f.slider(), Qt::Key_Right);
        QCOMPARE(f.asked.size(), std::size_t(1));
        QVERIFY(f.asked.front().mode == SamplingMode::Fixed);
        QCOMPARE(f.asked.front().sampleRate, 0.04);
        QCOMPARE(f.text(u"samplingAck"_s), u"Sending…"_s);
    }

    void aDragAsksOnceWhenItEnds()
    {
        Fixture f;
        f.slider()->resize(300, 40);
        QTest::mousePress(f.slider(), Qt::LeftButton, {}, {100, 13});
        QTest::mouseMove(f.slider(), {140, 13});
        QTest::mouseMove(f.slider(), {200, 13});
        QVERIFY(f.asked.empty());
        QTest::mouseRelease(f.slider(), Qt::LeftButton, {}, {200, 13});
        QCOMPARE(f.asked.size(), std::size_t(1));
        QCOMPARE(f.asked.front().sampleRate, f.slider()->rate());
    }

    void acknowledgementSaysHowLongAndWhichRevision()
    {
        Fixture f;
        QTest::keyClick(f.slider(), Qt::Key_Right);
        f.panel.accepted(15, 38ms);
        QCOMPARE(f.text(u"samplingAck"_s), u"In force after 38\u202Fms, revision 15"_s);
        QCOMPARE(f.text(u"samplingRate"_s), u"4.0\u202F%"_s);
        QVERIFY(f.button(u"samplingMode0"_s)->isChecked());
    }

    void undoAsksForWhatWasBefore()
    {
        Fixture f;
        const MetricsConfig before = f.panel.config();
        QVERIFY(f.button(u"undoButton"_s)->isHidden());
        QTest::keyClick(f.slider(), Qt::Key_End);
        f.panel.accepted(15, 1ms);
        QVERIFY(!f.button(u"undoButton"_s)->isHidden());
        f.button(u"undoButton"_s)->click();
        QCOMPARE(f.asked.size(), std::size_t(2));
        QVERIFY(f.asked.back() == before);
        f.panel.accepted(16, 1ms);
        QVERIFY(f.panel.config() == before);
        QVERIFY(f.button(u"undoButton"_s)->isHidden());
    }

    void whileAnAnswerIsDueOnlyTheNewestGestureWaits()
    {
        Fixture f;
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(f.slider(), Qt::Key_Right);
        QCOMPARE(f.asked.size(), std::size_t(1));
        f.panel.accepted(15, 1ms);
        QCOMPARE(f.asked.size(), std::size_t(2));
        QCOMPARE(f.asked.back().sampleRate, 0.15); // 4, 5, 7, 10, 15 %
    }

    void aRefusalSaysWhyInPlaceAndChangesNothing()
    {
        Fixture f;
        f.type(u"adaptiveFrom"_s, u"20"_s);
        QCOMPARE(f.asked.size(), std::size_t(1));
        QCOMPARE(f.asked.front().minSampleRate, 0.2);
        f.panel.refused({Error{"Lowest must not exceed highest (15 %)."}});
        QCOMPARE(f.text(u"limitsProblem"_s), u"Lowest must not exceed highest (15 %)."_s);
        QVERIFY(!f.panel.findChild<QLabel*>(u"limitsProblem"_s)->isHidden());
        QCOMPARE(f.panel.config().minSampleRate, 0.01);
        QVERIFY(f.button(u"undoButton"_s)->isHidden());
    }

    void wordsInANumberFieldAreRefusedWithoutAsking()
    {
        Fixture f;
        f.type(u"ringSlots"_s, u"many"_s);
        QVERIFY(f.asked.empty());
        QVERIFY(f.text(u"limitsProblem"_s).contains(u"many"_s));
    }

    void limitsApplyOnEnterOnceAndKeepTheMode()
    {
        Fixture f;
        f.type(u"ringSlots"_s, u"4,000"_s);
        QCOMPARE(f.asked.size(), std::size_t(1));
        QCOMPARE(f.asked.front().bufferSize, std::size_t(4000));
        QVERIFY(f.asked.front().mode == SamplingMode::Adaptive);
        f.panel.accepted(15, 1ms);
        f.field(u"flushEvery"_s)->setFocus();
        f.field(u"ringSlots"_s)->setFocus();
        QCOMPARE(f.asked.size(), std::size_t(1)); // leaving a field unchanged asks nothing
    }

    void choosingFixedKeepsTheRateOnScreen()
    {
        Fixture f;
        EngineSnapshot snapshot = snapshotAt(TimePoint(1h), f.panel.config(), 1);
        snapshot.sampling.inForce = 0.12;
        f.panel.apply(snapshot);
        QCOMPARE(f.text(u"samplingRate"_s), u"12\u202F%"_s);
        QVERIFY(!f.text(u"samplingWhy"_s).isEmpty());
        f.button(u"samplingMode0"_s)->click();
        QCOMPARE(f.asked.back().sampleRate, 0.12);
        QVERIFY(f.asked.back().mode == SamplingMode::Fixed);
    }

    void aFlushFromBeforeTheChangeDoesNotPullTheRateBack()
    {
        Fixture f;
        const EngineSnapshot old = snapshotAt(TimePoint(1h), f.panel.config(), 1);
        QTest::keyClick(f.slider(), Qt::Key_End);
        f.panel.accepted(15, 1ms);
        f.panel.apply(old);
        QCOMPARE(f.text(u"samplingRate"_s), u"Everything"_s);
    }

    void settingsOfTheEnvironmentAreNamed()
    {
        SamplingPanel panel(nullptr);
        SettingSources sources;
        sources[static_cast<std::size_t>(MetricsSetting::BufferSize)] = u"METRICS_BUFFER_SIZE"_s;
        panel.setConfig({}, 1, sources);
        panel.findChild<SamplingLimits*>()->build();
        QVERIFY(panel.findChild<QLineEdit*>(u"ringSlots"_s)->toolTip().contains(u"METRICS_BUFFER_SIZE"_s));
    }

    void theWheelChangesNothingUnlessTheSliderHasTheFocus()
    {
        Fixture f;
        f.slider()->clearFocus();
        QWheelEvent wheel({10, 10}, f.slider()->mapToGlobal(QPointF(10, 10)), {}, {0, 120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(f.slider(), &wheel);
        QVERIFY(f.asked.empty());
    }

    void settingsAreCopiedAsVariablesAndResetToHowTheyStarted()
    {
        Fixture f(SamplingMode::Fixed);
        QVERIFY(!f.button(u"resetButton"_s)->isEnabled());
        f.button(u"copyEnvironmentButton"_s)->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"METRICS_SAMPLE_RATE=0.03\n"_s));
        QVERIFY(f.text(u"samplingAck"_s).contains(u"Copied"_s));

        f.slider()->setFocus();
        QTest::keyClick(f.slider(), Qt::Key_Right);
        QCOMPARE(f.asked.size(), std::size_t(1));
        f.panel.accepted(15, 1ms);
        QVERIFY(f.button(u"resetButton"_s)->isEnabled());
        f.button(u"resetButton"_s)->click();
        QCOMPARE(f.asked.size(), std::size_t(2));
        QCOMPARE(f.asked[1].sampleRate, 0.03);
        f.panel.accepted(16, 1ms);
        QVERIFY(!f.button(u"resetButton"_s)->isEnabled());
        QVERIFY(f.button(u"undoButton"_s)->isVisibleTo(&f.panel));
    }

    void undoIsAKeyAwayUntilAnotherSourceChangesTheRate()
    {
        Fixture f(SamplingMode::Fixed);
        f.panel.undo();
        QVERIFY(f.asked.empty());
        f.panel.stepRate(-1);
        QCOMPARE(f.asked.back().sampleRate, 0.02);
        f.panel.accepted(15, 1ms);
        f.panel.stepRate(1);
        QCOMPARE(f.asked.back().sampleRate, 0.03);
        f.panel.accepted(16, 1ms);
        f.panel.undo();
        QCOMPARE(f.asked.back().sampleRate, 0.02);
        f.panel.accepted(17, 1ms);
        f.panel.stepRate(1);
        f.panel.accepted(18, 1ms);
        QVERIFY(!f.button(u"undoButton"_s)->isHidden());
        f.panel.setConfig(f.panel.config(), 19, {});
        QVERIFY(f.button(u"undoButton"_s)->isHidden());
        const std::size_t asked = f.asked.size();
        f.panel.undo();
        QCOMPARE(f.asked.size(), asked);
    }

    void leavingAdaptiveSaysSo()
    {
        Fixture f;
        f.panel.stepRate(-1);
        f.panel.accepted(15, 1ms);
        QCOMPARE(f.text(u"samplingWhy"_s), u"Fixed at 2.0\u202F%. Adaptive is off."_s);
    }

    void anAnswerThatDoesNotComeIsMissed()
    {
        Fixture f(SamplingMode::Fixed);
        auto* late = f.panel.findChild<QTimer*>(u"lateTimer"_s);
        QVERIFY(!late->isActive());
        f.panel.stepRate(1);
        QVERIFY(late->isActive());
        QCOMPARE(late->interval(), 2000);
        late->start(0);
        QTRY_COMPARE(f.text(u"samplingAck"_s),
                     u"No answer for 2\u202Fs. Still at revision 14, 3.0\u202F%."_s);
        f.panel.accepted(15, 3s);
        QCOMPARE(f.text(u"samplingAck"_s), u"In force after 3\u202Fs, revision 15"_s);
        f.panel.stepRate(1);
        f.panel.refused({Error{"no"}});
        QVERIFY(!late->isActive());
    }

    void theRateBeforeTheLastChangeIsToldOnTheSlider()
    {
        Fixture f(SamplingMode::Fixed);
        QCOMPARE(f.slider()->accessibleDescription(), u"3.0\u202F%"_s);
        f.panel.stepRate(1);
        f.panel.accepted(15, 1ms);
        QCOMPARE(f.slider()->accessibleDescription(), u"4.0\u202F%, before that 3.0\u202F%"_s);
    }

    void theErrorTargetIsToldToTheWindowAndChangesNoSampling()
    {
        Fixture f;
        QSignalSpy target(&f.panel, &SamplingPanel::errorTargetChanged);
        f.panel.setErrorTarget(0.15);
        QCOMPARE(f.field(u"errorTarget"_s)->text(), u"15"_s);
        QCOMPARE(target.size(), 0);
        f.type(u"errorTarget"_s, u"5"_s);
        QCOMPARE(target.takeFirst().first().toDouble(), 0.05);
        for (const QString& wrong : {u"0.5"_s, u"101"_s, u"some"_s}) {
            f.type(u"errorTarget"_s, wrong);
            QVERIFY(!f.text(u"limitsProblem"_s).isEmpty());
            QCOMPARE(f.field(u"errorTarget"_s)->text(), u"5"_s);
        }
        QCOMPARE(target.size(), 0);
        QVERIFY(f.asked.empty());
    }

    void beforeTheFirstMessageTheDockSaysWhatItWillDo()
    {
        SamplingPanel panel(nullptr);
        MetricsConfig config;
        config.sampleRate = config.maxSampleRate = 1;
        panel.setConfig(config, 1, {});
        panel.show();
        const auto shows = [&panel](const QString& name) {
            const auto* part = panel.findChild<QWidget*>(name); // some are made when they are shown first
            return part && part->isVisibleTo(&panel);
        };
        QCOMPARE(panel.findChild<QLabel*>(u"samplingRate"_s)->text(), u"Everything"_s);
        QVERIFY(panel.findChild<QLabel*>(u"samplingPromise"_s)->text().contains(u"25,000 messages/s"_s));
        QVERIFY(!shows(u"adaptiveFrom"_s) && !shows(u"samplingWhy"_s));
        auto* toggle = panel.findChild<QAbstractButton*>(u"limitsToggle"_s);
        toggle->setFocus();
        QTest::keyClick(toggle, Qt::Key_Space);
        QVERIFY(shows(u"adaptiveFrom"_s));
        panel.resize(288, 900);
        panel.apply(loaded(config));
        QCOMPARE(panel.findChild<QLabel*>(u"samplingRate"_s)->text(), u"100\u202F%"_s);
        QVERIFY(shows(u"samplingWhy"_s));
        QVERIFY(panel.findChild<QLabel*>(u"samplingPromise"_s)->text().isEmpty());
    }

    void whereTheDockIsLowTheTableGivesWayBeforeTheLimitsFold()
    {
        Fixture f(SamplingMode::Fixed);
        f.panel.setSubject(u"checkout"_s);
        f.panel.apply(loaded(f.panel.config()));
        auto* table = f.panel.findChild<QWidget*>(u"outlookTable"_s);
        auto* limits = f.field(u"adaptiveFrom"_s);
        f.panel.resize(288, 900);
        QVERIFY(table->accessibleDescription().contains(u"Looked into/s at 10\u202F%: 5.00k"_s));
        QVERIFY(table->accessibleDescription().contains(u"checkout, range at 100\u202F%: "_s));
        QVERIFY(table->isVisibleTo(&f.panel) && limits->isVisibleTo(&f.panel));
        int height = 900;
        while (table->isVisibleTo(&f.panel) && height > 300)
            f.panel.resize(288, height -= 10);
        QVERIFY2(limits->isVisibleTo(&f.panel), "the limits stay when the table goes");
        while (limits->isVisibleTo(&f.panel) && height > 300)
            f.panel.resize(288, height -= 10);
        QVERIFY2(height > 300, "in the end they fold");
        f.button(u"limitsToggle"_s)->click();
        QVERIFY2(limits->isVisibleTo(&f.panel), "asked for, they open in any height");
    }

    void theStripOpensTheRestAsAPanelThatEscCloses()
    {
        Fixture f(SamplingMode::Fixed);
        f.panel.setStrip(true);
        f.panel.resize(1010, 46);
        f.panel.apply(loaded(f.panel.config()));
        QCOMPARE(f.text(u"samplingMeaning"_s), u"1 in 33 · nothing holds it back"_s);
        auto* popup = f.panel.findChild<QWidget*>(u"samplingPopup"_s);
        QVERIFY(!popup->isVisible());
        f.button(u"moreButton"_s)->setFocus();
        QTest::keyClick(f.button(u"moreButton"_s), Qt::Key_Space);
        QVERIFY(popup->isVisible());
        QVERIFY(popup->isAncestorOf(f.field(u"ringSlots"_s)));
        QVERIFY(popup->isAncestorOf(f.button(u"copyEnvironmentButton"_s)));
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        f.panel.stepRate(1);
        f.panel.refused({Error{"Because."}});
        QVERIFY2(popup->isVisible(), "a refusal says why");
        f.panel.setStrip(false);
        QVERIFY(!popup->isVisible());
        QVERIFY(!popup->isAncestorOf(f.field(u"ringSlots"_s)));
    }

    void theDockHasItsRulesAgainAfterTheStrip()
    {
        Fixture f(SamplingMode::Fixed);
        f.panel.resize(320, 900);
        const auto rules = [&f] {
            int shown = 0;
            for (const QWidget* widget : f.panel.findChildren<QWidget*>())
                shown += (qobject_cast<const Rule*>(widget) != nullptr) && widget->isVisibleTo(&f.panel);
            return shown;
        };
        f.panel.apply(loaded(f.panel.config()));
        const int before = rules();
        QVERIFY(before > 0);
        f.panel.setStrip(true);
        QCOMPARE(rules(), 0);
        f.panel.setStrip(false);
        f.panel.resize(320, 900);
        f.panel.apply(loaded(f.panel.config()));
        QCOMPARE(rules(), before);
    }

    void nothingOfTheStripOverlaps()
    {
        Fixture f(SamplingMode::Fixed);
        f.panel.setStrip(true);
        f.panel.apply(loaded(f.panel.config()));
        f.panel.stepRate(1);
        f.panel.accepted(15, 38ms);
        for (int width = 690; width <= 1100; width += 20) {
            f.panel.resize(width, 46);
            QCoreApplication::sendPostedEvents();
            f.panel.layout()->activate();
            int right = 0;
            for (int i = 0; i < f.panel.layout()->count(); ++i) {
                const QWidget* part = f.panel.layout()->itemAt(i)->widget();
                if (!part || part->isHidden())
                    continue;
                const QByteArray where = part->objectName().toUtf8() + " at " + QByteArray::number(width);
                QVERIFY2(part->x() >= right, where.constData());
                right = part->geometry().right();
            }
            QVERIFY(right < width);
        }
    }
};

QTEST_MAIN(SamplingPanelTest)
#include "sampling_panel_test.moc"
