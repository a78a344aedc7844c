// What of the run that is shown becomes a file for other programs and people: the encodings of the held-out
// images (by the weights that are shown, also those of a moment of the past), the losses, and a report of the
// whole run on one page. Owned by the window; UI thread, writes beside everything else.
#pragma once

#include "core/train/LossHistory.h"
#include "ui/ModelCopy.h"

#include <QObject>

class QWidget;

namespace latentscape {

class FileWriter;
class Session;

class RunExports : public QObject {
    Q_OBJECT

public:
    RunExports(Session* session, QWidget* window);

    bool hasRun() const { return m_weights != nullptr; }
    bool canEncode() const { return model().isComplete(); }

    // Each asks where to; saved() or failed() follows.
    void saveEncodings();
    void saveLosses();
    void saveReport();

    // Without a question.
    void writeEncodings(const QString& file);
    void writeLosses(const QString& file); // or a folder, with a slash at its end
    void writeReport(const QString& file);

signals:
    void changed(); // what can be saved
    void saved(const QString& file);
    void failed(const QString& message);

private:
    void follow(const Snapshot& snapshot);
    ModelCopy model() const; // with the newest weights
    ModelCopy shownModel() const;
    int threads() const; // a run keeps its cores

    Session* m_session;
    QWidget* m_window;
    FileWriter* m_writer;
    LossHistory m_history;
    std::shared_ptr<const Weights> m_weights;
    std::shared_ptr<const std::vector<Image>> m_samples;
};

} // namespace latentscape
