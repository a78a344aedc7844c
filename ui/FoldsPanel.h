// Cross-validation: the model of the run that is shown is trained anew several times, beside the window, each
// time without another part of the training images; a row tells how well it does on these. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "core/models/Losses.h"
#include "core/train/TrainConfig.h"
#include "ui/LatestTask.h"

#include <QElapsedTimer>
#include <QWidget>

#include <vector>

class QSpinBox;

namespace latentscape {

class PlainTable;
class TaskPanel;

class FoldsPanel : public QWidget {
    Q_OBJECT

public:
    explicit FoldsPanel(QWidget* parent = nullptr);

    void setRun(const TrainConfig& config); // another one: the rows are forgotten
    void setData(const LoadedData& loaded); // likewise; images that fit the model, or others; may be none
    void setLive(bool training);            // a run needs the cores: no folds meanwhile

    bool isBusy() const { return m_task.isBusy(); }
    // The rows, columns between tabs, as a spreadsheet takes them; empty when there are none.
    QString text() const;

public slots:
    void start();
    void cancel(); // the folds that are done stay

signals:
    void rowsChanged();

private:
    struct Fold {
        Losses heldOut{};
        double seconds = 0;
    };

    void forget();
    void follow();
    void train(const TrainConfig& config, const std::shared_ptr<const Dataset>& images, int folds,
               const std::stop_token& stop);
    void add(const Fold& fold);
    void showRows();
    void showProgress(int fold, int folds, double share);
    void finish(const QString& words);

    TrainConfig m_config;
    LoadedData m_data;
    bool m_live = false;
    std::vector<Fold> m_folds;
    QString m_outcome; // of the last time

    QSpinBox* m_count;
    PlainTable* m_table;
    TaskPanel* m_panel;
    QElapsedTimer m_since;
    LatestTask m_task;
};

} // namespace latentscape
