#include "ui/FileWriter.h"

#include "ui/Background.h"
#include "ui/SavingLine.h"

#include <QFileInfo>
#include <QWidget>

#include <utility>

namespace latentscape {

FileWriter::FileWriter(QWidget* window, QObject* parent)
    : QObject(parent)
    , m_window(window) {
    m_pool.setMaxThreadCount(1);
}

FileWriter::~FileWriter() {
    m_pool.waitForDone();
    if (m_line) {
        m_line->endSaving(this);
    }
}

void FileWriter::write(const QString& file, Write write) {
    ++m_left;
    if (!m_line) {
        m_line = SavingLine::of(m_window);
        if (m_line) {
            connect(m_line, &SavingLine::cancelRequested, this, [this](const QObject* who) {
                if (who == this) {
                    cancel();
                }
            });
        }
    }
    follow(file, 0);
    m_pool.start([this, file, work = std::move(write), stop = m_stop.get_token()] {
        yieldToTheWindow();
        int told = 0; // per cent
        const auto progress = [this, file, stop, &told](double share) {
            if (const int percent = static_cast<int>(100 * share); percent != std::exchange(told, percent)) {
                QMetaObject::invokeMethod(this, [this, file, share, stop] {
                    if (!stop.stop_requested()) {
                        follow(file, share);
                    }
                });
            }
        };
        const auto deliver = [this, stop](std::function<void()> tell) {
            QMetaObject::invokeMethod(this, [this, stop, tell = std::move(tell)] {
                end(stop.stop_requested() ? std::function<void()>() : tell);
            });
        };
        guarded(
            [&] {
                work(WorkWatch{stop, progress});
                deliver([this, file] { emit saved(file); });
            },
            [&](const QString& message) { deliver([this, message] { emit failed(message); }); });
    });
}

void FileWriter::follow(const QString& file, double share) {
    if (m_line) {
        m_line->showSaving(this, tr("Saving %1").arg(QFileInfo(file).fileName()), share);
    }
}

void FileWriter::end(const std::function<void()>& tell) {
    if (--m_left == 0 && m_line) {
        m_line->endSaving(this);
    }
    if (tell) {
        tell();
    }
}

void FileWriter::cancel() {
    m_stop.request_stop();
    m_stop = {};
    if (m_line) {
        m_line->endSaving(this);
    }
}

} // namespace latentscape
