// The runs that stand beside the one that is shown, each with a colour of its own: reads their curves and
// settings from checkpoints and run folders, on a thread of its own. UI thread, where no call blocks but the
// destructor.
#pragma once

#include "core/train/RunComparison.h"
#include "ui/RunOverlay.h"

#include <QObject>
#include <QThreadPool>

#include <memory>
#include <vector>

namespace latentscape {

class ComparedRuns : public QObject {
    Q_OBJECT

public:
    struct Run {
        QString source;
        std::shared_ptr<const ComparedRun> run;
        int colour = 0;
        bool visible = true;
    };

    explicit ComparedRuns(QObject* parent = nullptr);
    ~ComparedRuns() override;

    // changed() or failed() follows. What is there already is read again. At most as many as have colours.
    // name: instead of its file's, where that is not one for people.
    void add(const QString& source, const QString& name = {});
    void remove(int index);
    void setVisible(int index, bool visible);

    const std::vector<Run>& runs() const { return m_runs; }
    bool isFull() const { return m_runs.size() >= std::size_t{kRunColours}; }
    std::vector<OverlaidRun> visibleRuns() const;

signals:
    void changed();
    void failed(const QString& message);

private:
    void accept(const QString& source, std::shared_ptr<const ComparedRun> run);

    std::vector<Run> m_runs;
    QThreadPool m_pool;
};

} // namespace latentscape
