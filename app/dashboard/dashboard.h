// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "app/dashboard/connections.h"
#include "app/dashboard/profile_keeper.h"
#include "app/dashboard/window_cost.h"
#include "app/dashboard/window_options.h"
#include "app/session/session.h"
#include "ui/main_window.h"

#include <vector>

namespace weir {

/**
 * The program behind the window: one Session, one MainWindow, a profile, and the wires between them. Lives on
 * the main thread, owned by main(). stop() saves the profile, hides the window, then ends the session; the
 * destructor does the same. What goes wrong at run time is said in the window.
 */
class Dashboard : public QObject
{
    Q_OBJECT

public:
    /** `environment` fills in the ${VAR} of what is typed or opened later. */
    Dashboard(SessionOptions session, WindowOptions window, Environment environment = {});
    ~Dashboard() override;

    /** Shows the window and connects. `notes` are said in the event list. */
    void start(const std::vector<QString>& notes);
    void stop();

Q_SIGNALS:
    /** The picture was taken, or could not be. */
    void finished(int exitCode);

private:
    void wire();
    void tick();
    void takeEvents();
    void takeIntervals();
    /** What agents among the endpoints tell, into the event list. */
    void takeAgentNotes();
    void look(EndpointId id, const LookSettings& settings);
    void connectTo(const EndpointSource& source);
    void edit(EndpointId id, const EndpointSource& edited);
    void showToEdit(EndpointId id);
    void applyLayout(const WindowLayout& layout);
    WindowLayout layoutToKeep() const;
    void sayWhatIsMissing(const std::vector<EndpointEntry>& entries);
    void askForProfile();
    void openProfile(const QString& path);
    void saveProfileAs();
    void exportFile(const QByteArray& bytes, const QString& suggestedName, const QString& filter);
    void connectMany(const QList<EndpointRequest>& requests, const QString& group, EndpointId like);
    void startDemo(FeedPattern pattern);
    void configure(const MetricsConfig& config);
    /** A path that ends in `suffix` if no other was typed; "" when the user thought better of it. */
    QString askWhereToSave(const QString& title, const QString& start, const QString& filter,
                           const QString& suffix);
    void takeScreenshot();
    void note(Glyph glyph, ColorRole color, const QString& text);
    void noteFailure(const QString& text);

    const Environment m_environment;
    SessionOptions m_options;
    WindowOptions m_windowOptions;
    Session m_session;
    MainWindow m_window;
    ProfileKeeper m_profile;
    Connections m_connections;
    QTimer m_clockTick;
    WindowCost m_cost;
    bool m_isStopped = false;
};

} // namespace weir
