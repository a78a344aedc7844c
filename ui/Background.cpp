#include "ui/Background.h"

#include <QCoreApplication>

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

namespace latentscape {

void yieldToTheWindow() {
    constexpr int kNice = 5;              // on Linux a nice value belongs to the thread
    thread_local bool hasYielded = false; // a pool's thread takes up one piece of work after the other
    if (std::exchange(hasYielded, true)) {
        return;
    }
    const auto thread = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, thread, std::min(19, getpriority(PRIO_PROCESS, thread) + kNice));
}

void guarded(const std::function<void()>& work, const std::function<void(const QString&)>& report) {
    try {
        work();
    } catch (const std::bad_alloc&) {
        report(QCoreApplication::translate(
            "latentscape", "There is not enough memory. Choose a smaller model or fewer images."));
    } catch (const std::exception& error) {
        report(QString::fromUtf8(error.what()));
    }
}

} // namespace latentscape
