#include "ui/Background.h"

#include <QCoreApplication>

#include <sys/resource.h>
#include <unistd.h>

namespace latentscape {

void yieldToTheWindow() {
    constexpr int kNice = 5; // on Linux a nice value belongs to the thread
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
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
