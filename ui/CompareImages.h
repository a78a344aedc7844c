// Whose images Compare shows: held-out or training images of the run, or the user's own, which are decoded to
// the size that the model knows, beside everything else, and kept apart from the run's. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "core/data/ImageForm.h"
#include "core/models/ModelConfig.h"
#include "ui/LatestTask.h"

#include <QObject>
#include <QStringList>

#include <memory>

class QMimeData;

namespace latentscape {

class CompareImages : public QObject {
    Q_OBJECT

public:
    enum class Source { HeldOut, Training, Own };

    explicit CompareImages(QObject* parent = nullptr);

    // The pictures and folders of pictures that are dropped; none when something else is among them, such as
    // a checkpoint.
    static QStringList picturesIn(const QMimeData& mime);

    void setData(const LoadedData& loaded); // of the run; may be none
    void setModel(const ModelConfig& model);
    void setFit(Fit fit); // how the run brings pictures to its size
    // A GAN among the models: only the first images, since the latent of each must be searched for.
    void setFew(bool few);
    void choose(Source source);
    void open(const QStringList& paths); // files or folders with pictures of the user's own; chooses them
    void cancelOpening();

    Source source() const { return m_source; }
    bool hasOwn() const { return m_own != nullptr; }
    bool isOpening() const { return m_task.isBusy(); }
    // Null: there are none.
    const std::shared_ptr<const Dataset>& data() const { return m_shown; }
    QString words() const; // "held-out images"

signals:
    void changed();
    void opening(double share); // 0 to 1
    void opened(const QString& words);
    void failed(const QString& message);

private:
    void show();
    void decode();

    LoadedData m_data;
    std::shared_ptr<const Dataset> m_own;
    std::shared_ptr<const Dataset> m_shown;
    Source m_source = Source::HeldOut;
    bool m_few = false;
    ModelConfig m_model;
    Fit m_fit = Fit::Crop;
    QStringList m_paths; // of the own ones
    LatestTask m_task;
};

} // namespace latentscape
