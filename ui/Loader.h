// Reads data sets and checkpoints beside the window. Lives on the UI thread, where no call blocks. The latest
// request wins: what was asked for before it, or was cancelled, never arrives.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"
#include "ui/LatestTask.h"
#include "ui/Problem.h"

#include <QObject>

#include <functional>
#include <stop_token>

namespace latentscape {

// A source, which of its images, and their form: what makes up a LoadedData.
struct DataRequest {
    QString source;
    std::int64_t limit = 0;
    std::uint64_t seed = 0;
    ImageForm form = {};
    bool operator==(const DataRequest&) const = default;
};

// The images of a run with these settings.
DataRequest requestOf(const QString& source, const TrainConfig& config);

struct OpenedCheckpoint {
    QString file;
    TrainConfig config;
    Snapshot snapshot; // with checkpoint, weights, samples and curves
    DataRequest source;
    LoadedData data;     // empty if the images could not be found, and then:
    QString dataProblem; // why
};

class Loader : public QObject {
    Q_OBJECT

public:
    explicit Loader(QObject* parent = nullptr);

    void loadData(const DataRequest& request);
    void openCheckpoint(const QString& file); // and the data it was trained on
    void cancel() { m_task.cancel(); }

signals:
    void progressed(const QString& what, double share); // share of `what`, 0 to 1; negative: not known
    void dataLoaded(const latentscape::DataRequest& request, const latentscape::LoadedData& data);
    void checkpointOpened(const latentscape::OpenedCheckpoint& opened);
    void failed(const latentscape::Problem& problem);

private:
    // Runs on the loading thread; what it returns is called on the UI thread if it is still wanted.
    using Work = std::function<std::function<void()>(const LoadWatch& watch)>;
    void begin(const Problem& onFailure, Work work);
    LoadWatch watchOf(const std::stop_token& stop);

    Problem m_onFailure; // of what was asked for last
    LatestTask m_task;
};

} // namespace latentscape
