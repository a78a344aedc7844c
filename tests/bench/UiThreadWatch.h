// How long the UI thread keeps others waiting: a timer of one millisecond beats on it, and what lies between
// two beats is what a key or the mouse would have waited. From that is taken the time the thread was ready to
// run but had no core (the kernel counts it): a machine that is busy otherwise is no fault of the window.
// What remains is the thread's own work and its waiting for locks and the disk. UI thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

namespace latentscape {

class UiThreadWatch {
public:
    UiThreadWatch();
    ~UiThreadWatch();
    UiThreadWatch(const UiThreadWatch&) = delete;
    UiThreadWatch& operator=(const UiThreadWatch&) = delete;

    // Milliseconds, since it was made.
    double longestBlock() const { return m_longestBlock; }
    double longestGap() const { return m_longestGap; } // the wait for a core included

private:
    void beat();
    qint64 waitForCore() const; // nanoseconds in this thread's life; 0 if the kernel doesn't count

    int m_statistics; // file descriptor
    QElapsedTimer m_clock;
    QTimer m_timer;
    qint64 m_lastWait = 0;
    double m_longestBlock = 0;
    double m_longestGap = 0;
};

} // namespace latentscape
