// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include "core/link/endpoint_source.h"
#include "ui/card_grid.h"
#include "ui/field_bar.h"
#include "ui/models/add_many.h"
#include "ui/models/dashboard_data.h"
#include "ui/models/event_list_model.h"
#include "ui/models/window_layout.h"
#include "ui/sampling_limits.h"
#include "ui/theme.h"

#include <map>
#include <optional>
#include <vector>

class QGridLayout;
class QStackedWidget;

namespace weir {

class BottomDock;
class EmptyState;
class EndpointPanel;
class SamplingPanel;
class StatusLine;
class TopBar;

/**
 * The dashboard. It is told what is (tick, applyInterval, addEvents) and says what the user wants (the
 * signals); it knows neither sockets nor engines nor clocks nor files. Time comes in with tick(), about ten
 * times a second; drawing happens at most that often and not at all while the window is hidden. GUI thread;
 * owned by the app. Outside text is shown as plain text, capped. Requests are answered by the slots named
 * after them; without an answer nothing changes.
 */
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    void setTheme(Theme theme);
    /** What the user arranged. A size that the screen does not have is the window manager's business. */
    WindowLayout windowLayout() const;
    void setWindowLayout(const WindowLayout& layout);
    /** A name from outside; "" for a profile that was never saved. */
    void setProfileName(const QString& name);
    /** Chooses a span that `length` fills well. */
    void showLast(Duration length);

    void tick(TimePoint now, WallTime wall, const std::vector<EndpointStatus>& statuses);
    void applyInterval(const IntervalView& interval);
    void addEvents(const std::vector<LinkEvent>& events);
    /** A line of the program's own in the event list, such as a setting that was refused at the start. */
    void addNote(WallTime time, Glyph glyph, ColorRole color, const QString& text);
    /** What the window itself costs, as a share of one core. */
    void setWindowCost(double shareOfCore);
    void setConfig(const MetricsConfig& config, std::uint64_t revision,
                   const SettingSources& environment = {});
    /** Answers configRequested(). */
    void samplingAccepted(std::uint64_t revision, Duration took);
    void samplingRefused(const std::vector<Error>& problems);
    /** Answers connectRequested() and editSubmitted() when something cannot be used; `place` names it as a
     * profile does. */
    void showConnectError(const QString& text, const QString& place = {});
    /** Answers editRequested(): what is known of it, secrets masked as "•••1" and so on. */
    void edit(EndpointId id, const EndpointSource& masked);
    /** Answers editSubmitted(). */
    void editAccepted();
    /** Endpoints of these names, yet to come, belong to a group. */
    void setGroupOf(const QStringList& names, const QString& group);
    /** Messages that were looked into, oldest first. */
    void addMessages(std::vector<KeptMessage> messages);
    /** What is looked for in the messages of an endpoint. */
    void setLook(EndpointId id, const LookSettings& settings);
    /** Tries settings on one message while the user writes them. */
    void setLookTrial(LookTrial trial);

    const DashboardData& data() const { return m_data; }
    bool isViewPaused() const;

Q_SIGNALS:
    void connectRequested(const weir::EndpointSource& source);
    /** All as the endpoint `like` is; null: as usual. */
    void connectManyRequested(const QList<weir::EndpointRequest>& requests, const QString& group,
                              weir::EndpointId like);
    void editRequested(weir::EndpointId id);
    /** "•••1" and so on in it stand for what is known. */
    void editSubmitted(weir::EndpointId id, const weir::EndpointSource& source);
    void demoRequested();
    void removeRequested(weir::EndpointId id);
    void pauseRequested(weir::EndpointId id);
    void resumeRequested(weir::EndpointId id);
    void configRequested(const weir::MetricsConfig& config);
    /** What is looked into is to say of these keys of an endpoint each time; UTF-8, in place of the last
     * list. */
    void followRequested(weir::EndpointId id, const QList<QByteArray>& keys);
    void sendRequested(weir::EndpointId id, const QString& text);
    /** Valid settings, shown already. */
    void lookChanged(weir::EndpointId id, const weir::LookSettings& settings);
    /** windowLayout() is another. */
    void layoutChanged();
    void profileOpenRequested();
    void profileSaveAsRequested();
    /** To be written where the user says; `filter` as QFileDialog wants it. */
    void exportRequested(const QByteArray& bytes, const QString& suggestedName, const QString& filter);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool event(QEvent* event) override;

private:
    void wire();
    void wireEndpoints();
    void wireShortcuts();
    void arrange();
    void refresh();
    void refreshCards();
    void refreshCost();
    void refreshMessages();
    void showMessagesAround(TimePoint at);
    void togglePause();
    void undoZoom();
    void setShowsBytes(bool showsBytes);
    void showShortcuts();
    void applyColors();
    void openConnect();
    void showScope(const Scope& scope);
    void chooseSubject(const Subject& subject);
    void choosePendingSubject();
    void unfollow(const Subject& subject);
    void sayFollowed();
    void showKeys();
    void addLookNotes(WallTime time);
    void activateEndpoint(EndpointId id, bool isAlone);
    void openExport(CardGrid::Card card);
    void copyPicture(CardGrid::Card card);
    bool isDrawn() const;

    static constexpr int kDockFrom = 1360; ///< narrower windows show the sampling dock as a strip

    DashboardData m_data;
    std::map<EndpointId, QList<QByteArray>> m_followed; ///< as last said
    std::optional<NamedSubject> m_pendingSubject;       ///< to be chosen when its endpoint comes
    EventListModel m_events;
    Theme m_theme = Theme::System;
    QPalette m_systemPalette;
    Colors m_colors;
    double m_rateBefore = 0; ///< asked for, before the request under way
    bool m_isNarrow = false;
    bool m_isStale = true; ///< something new since the cards were drawn
    int m_frames = 0;      ///< painted since m_framesSince
    TimePoint m_framesSince;

    // In the order of the Tab key.
    TopBar* m_top;
    EndpointPanel* m_endpoints;
    QStackedWidget* m_pages;
    EmptyState* m_empty;
    CardGrid* m_cards;
    SamplingPanel* m_sampling;
    BottomDock* m_bottom;
    StatusLine* m_status;
    QGridLayout* m_body;
};

} // namespace weir
