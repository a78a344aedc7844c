#include "ui/ComparedRuns.h"

#include "ui/Background.h"

#include <algorithm>

namespace latentscape {

ComparedRuns::ComparedRuns(QObject* parent)
    : QObject(parent) {
    m_pool.setMaxThreadCount(1);
}

ComparedRuns::~ComparedRuns() {
    m_pool.waitForDone();
}

void ComparedRuns::add(const QString& source, const QString& name) {
    m_pool.start([this, source, name] {
        yieldToTheWindow();
        guarded(
            [&] {
                auto run = std::make_shared<ComparedRun>(readRun(source.toStdString()));
                if (!name.isEmpty()) {
                    run->name = name.toStdString();
                }
                QMetaObject::invokeMethod(this, [this, source, run] { accept(source, run); });
            },
            [&](const QString& message) {
                QMetaObject::invokeMethod(this, [this, message] { emit failed(message); });
            });
    });
}

void ComparedRuns::accept(const QString& source, std::shared_ptr<const ComparedRun> run) {
    const auto there = std::ranges::find(m_runs, source, &Run::source);
    if (there != m_runs.end()) {
        there->run = std::move(run);
    } else if (isFull()) {
        emit failed(tr("At most %1 runs can be compared: remove one first.").arg(kRunColours));
        return;
    } else {
        int colour = 0; // the first one that is free
        while (std::ranges::count(m_runs, colour, &Run::colour) > 0) {
            ++colour;
        }
        m_runs.push_back({source, std::move(run), colour});
    }
    emit changed();
}

void ComparedRuns::remove(int index) {
    m_runs.erase(m_runs.begin() + index);
    emit changed();
}

void ComparedRuns::setVisible(int index, bool visible) {
    m_runs[static_cast<std::size_t>(index)].visible = visible;
    emit changed();
}

std::vector<OverlaidRun> ComparedRuns::visibleRuns() const {
    std::vector<OverlaidRun> visible;
    for (const Run& run : m_runs) {
        if (run.visible) {
            // Shares the whole run.
            visible.push_back({QString::fromStdString(run.run->name),
                               run.run->config.model.kind,
                               run.colour,
                               {run.run, &run.run->history}});
        }
    }
    return visible;
}

} // namespace latentscape
