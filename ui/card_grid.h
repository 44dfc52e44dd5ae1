// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget> // first: moc 6.4 cannot read <concepts> before a Qt header

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
    EndpointId subject() const { return m_subject; }

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
    void exportRequested(weir::CardGrid::Card card);
    void copyRequested(weir::CardGrid::Card card);
    /** To be kept: bytes, target, folding. */
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
    void refreshScopes(const DashboardData& dashboard);
    void openMenu(Card card, const QPoint& at);
    void openScopes(const QPoint& at);
    TimePoint timeAt(double x) const;

    TimeNavigator m_time;
    CardContext m_context;
    TimePoint m_lastSecond;
    std::array<Place, kCards> m_places;
    ScopeRow* m_stream = nullptr;
    ScopeRow* m_measurement = nullptr;
    QComboBox* m_subjectPicker = nullptr;
    QComboBox* m_quantityPicker = nullptr;
    Colors m_colors;
    CalmScale m_throughputScale;
    CalmScale m_totalsScale;
    std::optional<EndpointId> m_chosenSubject; ///< by the user; otherwise the busiest when first asked
    EndpointId m_subject;
    std::vector<EndpointId> m_subjects; ///< as in the picker
    QStringList m_groups;
    Card m_pointed = Throughput;
    bool m_isFolded = false;
    bool m_isNarrow = false;
};

} // namespace weir
