// How good the model is, in figures: measured on held-out images when the button is pressed, with a copy of
// the weights of that moment, beside the window and beside a run that goes on. A second page trains it anew
// for cross-validation. UI thread.
#pragma once

#include "core/train/ModelReport.h"
#include "ui/LatestTask.h"
#include "ui/ModelCopy.h"

#include <QElapsedTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QSpinBox;
class QStackedLayout;

namespace latentscape {

class FoldsPanel;
class MeasureTable;
class PagedCard;
class TaskPanel;

class MeasureView : public QWidget {
    Q_OBJECT

public:
    explicit MeasureView(QWidget* parent = nullptr);

    void setRun(const TrainConfig& config); // another one: what was measured is forgotten
    void setWeights(std::shared_ptr<const Weights> weights);
    void setData(const LoadedData& loaded); // images that fit the model, or others; may be none
    void setLive(bool training);            // a run needs the cores

    bool isMeasuring() const { return m_task.isBusy(); }
    bool hasFigures() const; // on the page that is shown

public slots:
    void measure(); // with the weights of now
    void cancel();  // what is known stays
    void copy();    // the figures as text

signals:
    void trainRequested();
    void figuresChanged();            // there are some, or none any more
    void notice(const QString& text); // something went well

private:
    QWidget* makeCard();
    QWidget* makeFigures();
    void addChoices();
    void forget();
    static void allow(QComboBox* choice, bool can, const QString& without, const QString& tip);
    void followModel();
    ReportOptions options() const;
    ReportWatch watchOf(const std::stop_token& stop);
    void showReport(const ModelReport& report);
    void showProgress(ReportPart part, double share);
    void finish();
    void fail(const QString& message);

    ModelCopy m_model;
    ModelCopy m_measured; // whose figures are shown
    bool m_live = false;
    std::optional<ModelReport> m_report;
    QElapsedTimer m_since;

    QStackedLayout* m_pages;
    PagedCard* m_card;
    FoldsPanel* m_folds;
    TaskPanel* m_figures;
    MeasureTable* m_table;
    QComboBox* m_images;
    QComboBox* m_likelihood;
    QComboBox* m_samples;
    QComboBox* m_latents;
    QSpinBox* m_components;
    QWidget* m_componentsChoice;
    QLabel* m_origin;
    LatestTask m_task;
};

} // namespace latentscape
