#include "ui/Background.h"

#include <QCoreApplication>

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>

namespace latentscape {

void yieldToTheWindow() {
    constexpr int kNice = 5; // on Linux a nice value belongs to the thread
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
