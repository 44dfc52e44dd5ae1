// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer> // first: moc 6.4 cannot read <concepts> before a Qt header
#include <QWidget>

#include "ui/models/cards.h"
#include "ui/models/time_navigator.h"

#include <array>

class QComboBox;
class QGridLayout;
class QStackedWidget;

namespace weir {

class CardTableView;
class ChartCard;
class ScopeRow;

/**
 * The cards in two rows, what the stream brought and how it is measured, each under its scope. All show one
 * stretch of time and share a crosshair; gestures on one card move all. GUI thread; owned by the window,
 * which calls refresh() when there is something new and after changed().
 */
class CardGrid : public QWidget
{
    Q_OBJECT

public:
    enum Card { Throughput, Totals, Latency, SampleRate, Buffer, SamplingError };
    static constexpr int kCards = 6;

    explicit CardGrid(QWidget* parent);

    void refresh(const DashboardData& dashboard);
    void setColors(const Colors& colors);
    /** Little room: the scopes are not written out. */
    void setNarrow(bool isNarrow);

    const TimeNavigator& time() const { return m_time; }
    void setSpan(Duration span);
    void pause(TimePoint lastSecond);
    void goLive();
    void undoZoom();

    void setScope(const Scope& scope);
    /** Dims all others; null: none. */
    void setEmphasis(EndpointId id);
    /** Draws nothing else; null: none. */
    void setSolo(EndpointId id);
    EndpointId emphasis() const { return m_context.focus; }
    EndpointId solo() const { return m_context.solo; }
    void setShowsBytes(bool showsBytes);
    bool showsBytes() const { return m_context.showsBytes; }
    void setErrorTarget(double share);
    double errorTarget() const { return m_context.errorTarget; }
    /** The measurement in one line. */
    void setFolded(bool isFolded);
    bool isFolded() const { return m_isFolded; }
    /** What Corrected totals and Sampling error are about; null before anything was received. */
    const Subject& subject() const { return m_subject; }
    /** As the user chose it; nothing: the busiest is shown. */
    const std::optional<Subject>& chosenSubject() const { return m_chosenSubject; }
    /** As if the user had picked it; what it needs is to be followed already. */
    void setSubject(const Subject& subject);
    /** Message age in place of round trips. */
    void setShowsAge(bool showsAge);
    bool showsAge() const { return m_context.showsAge; }

    /** In the order of Card. */
    std::vector<CardView> views() const;
    /** The card with the keyboard, or else the one last pointed at. */
    Card current() const;
    void toggleTable(Card card);

Q_SIGNALS:
    /** By the user: time or what is drawn. */
    void changed();
    void scopeChosen(const weir::Scope& scope);
    /** By its name in a legend; `isAlone` with Ctrl. */
    void endpointActivated(weir::EndpointId id, bool isAlone);
    /** From the picker: to be followed, then setSubject(). */
    void subjectPicked(const weir::Subject& subject);
    void exportRequested(weir::CardGrid::Card card);
    void copyRequested(weir::CardGrid::Card card);
    /** The messages that were looked into around then are to be shown. */
    void momentChosen(weir::TimePoint at);
    /** To be kept: bytes, age, target, folding. */
    void layoutChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    /** Not before there is something to show: what is hidden need not be made before the first frame. */
    void build();
    bool isBuilt() const { return m_stream != nullptr; }

    struct Place
    {
        ChartCard* chart = nullptr;
        CardTableView* table = nullptr; ///< made when first asked for
        QStackedWidget* pages = nullptr;
        CardView view;
    };
    Place makePlace(const QString& objectName);
    void layOut();
    void orderTabs();
    void wire(Card card);
    void makePickers();
    void showCard(Card card, CardView view);
    void refreshSubjects(const DashboardData& dashboard);
    void listSubjects(const DashboardData& dashboard);
    void refreshScopes(const DashboardData& dashboard);
    void openMenu(Card card, const QPoint& at);
    void openScopes(const QPoint& at);
    TimePoint timeAt(double x) const;

    TimeNavigator m_time;
    CardContext m_context;
    TimePoint m_lastSecond;
    WallTime m_lastWall; ///< at m_lastSecond
    QTimer m_click;      ///< until it cannot become a double click any more
    TimePoint m_clicked; ///< the moment that was clicked
    std::array<Place, kCards> m_places;
    ScopeRow* m_stream = nullptr;
    ScopeRow* m_measurement = nullptr;
    QComboBox* m_subjectPicker = nullptr;
    QComboBox* m_quantityPicker = nullptr;
    QComboBox* m_latencyPicker = nullptr;
    Colors m_colors;
    CalmScale m_throughputScale;
    CalmScale m_totalsScale;
    std::optional<Subject> m_chosenSubject; ///< by the user; otherwise the busiest when first asked
    Subject m_subject;
    std::vector<std::optional<Subject>> m_subjects; ///< as in the picker; nothing where it has a rule
    QStringList m_subjectTexts;
    QStringList m_groups;
    Card m_pointed = Throughput;
    bool m_isFolded = false;
    bool m_isNarrow = false;
};

} // namespace weir
