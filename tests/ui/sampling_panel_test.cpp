// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/builders.h"
#include "ui/rate_slider.h"
#include "ui/sampling_panel.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QtTest/QtTest>

using namespace weir;
using namespace weir::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

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
        QLineEdit* field(const QString& name) { return panel.findChild<QLineEdit*>(name); }
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
        QCOMPARE(f.text(u"samplingRate"_s), u"100\u202F%"_s);
    }

    void settingsOfTheEnvironmentAreNamed()
    {
        SamplingPanel panel(nullptr);
        SettingSources sources;
        sources[static_cast<std::size_t>(MetricsSetting::BufferSize)] = u"METRICS_BUFFER_SIZE"_s;
        panel.setConfig({}, 1, sources);
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

    void theDockSaysWhatAnotherRateWouldDoWhereThereIsRoom()
    {
        Fixture fixture(SamplingMode::Fixed);
        MetricsConfig config = fixture.panel.config();
        EngineSnapshot snapshot = snapshotAt(TimePoint{1h}, config, 3);
        snapshot.types[indexOf(MetricType::MessageReceived)].intervalCount = 100'000;
        KeySnapshot key;
        key.key = "checkout";
        key.intervalCount.value = 90'000;
        key.intervalSum.value = 9e6;
        snapshot.keys.push_back(key);
        fixture.panel.setSubject(u"checkout"_s);
        fixture.panel.resize(272, 900);
        fixture.panel.apply(snapshot);
        auto* table = fixture.panel.findChild<QWidget*>(u"outlookTable"_s);
        QVERIFY(table->accessibleDescription().contains(u"Looked into/s at 10\u202F%: 5.00k"_s));
        QVERIFY(table->accessibleDescription().contains(u"checkout ± at 100\u202F%: "_s));
        const auto isShown = [table] {
            for (const QLabel* label : table->findChildren<QLabel*>()) {
                if (label->isVisibleTo(table) && label->text() == u"checkout ±"_s)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY2(isShown(), "laid out at the next event");
        fixture.panel.resize(272, 600);
        QTRY_VERIFY2(!isShown(), "half a table says less than none");
    }
};

QTEST_MAIN(SamplingPanelTest)
#include "sampling_panel_test.moc"
