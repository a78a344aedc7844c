// One piece of work at a time beside the window, of which only the latest counts: what was asked for before
// it, or was cancelled, never arrives. Lives on the UI thread, where no call blocks but the destructor.
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <stop_token>

namespace latentscape {

class LatestTask : public QObject {
    Q_OBJECT

public:
    // Runs on a thread of the task's own; what it returns is called on the UI thread if it is still wanted.
    using Work = std::function<std::function<void()>(std::stop_token)>;

    explicit LatestTask(QObject* parent = nullptr);
    ~LatestTask() override; // cancels, and waits for the work to notice

    void run(Work work);
    void cancel();
    bool isBusy() const { return m_current != 0; }
    // From the work's thread: calls `news` on the UI thread as long as the work is wanted.
    void tell(std::stop_token stop, std::function<void()> news);

signals:
    void failed(const QString& message);

private:
    std::uint64_t m_last = 0;
    std::uint64_t m_current = 0; // 0: nothing is wanted
    std::stop_source m_stop;     // of the current one
    QThreadPool m_pool;
};

} // namespace latentscape
