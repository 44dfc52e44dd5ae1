// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

namespace weir {

/**
 * SIGINT and SIGTERM as a Qt signal, so that a program can say goodbye to its peers and print its totals. The
 * handler writes one byte to a pipe; everything else happens in the event loop of the thread that made this
 * (the main one).
 *
 * One at a time in a process, made before other threads rely on the handlers; destroying it restores what was
 * there. If the pipe cannot be made (no descriptors left) the signals keep ending the process as before:
 * isActive() is false.
 */
class ShutdownSignals final : public QObject
{
    Q_OBJECT

public:
    explicit ShutdownSignals(QObject* parent = nullptr);
    ~ShutdownSignals() override;

    bool isActive() const noexcept;

    /** What a program returns after it stopped cleanly: 0 for SIGTERM, 130 for SIGINT. */
    static int exitCode(int signalNumber) noexcept;

Q_SIGNALS:
    /** SIGINT or SIGTERM came; once for each. */
    void requested(int signalNumber);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace weir
