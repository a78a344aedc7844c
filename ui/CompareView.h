// Images beside what the model makes of them: held-out, training or one's own, page by page, worst first,
// with the error of each and of all; beside a second model, and as a map of the errors. Follows the decoder's
// model and newest weights; measures anew now and then while training. UI thread.
#pragma once

#include "core/io/Provenance.h"
#include "core/train/TrainConfig.h"
#include "ui/CompareImages.h"
#include "ui/ComparisonMeter.h"
#include "ui/ErrorRanking.h"
#include "ui/SecondModel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QStackedLayout;
class QStackedWidget;

namespace latentscape {

class CompareChoices;
class CompareFooter;
class ComparePictures;
class Decoder;
class ErrorMapPanel;
class ImageSaver;
class OpenModel;

class CompareView : public QWidget {
    Q_OBJECT

public:
    // Both must outlive the view; what is saved names the model that is open.
    CompareView(Decoder* decoder, const OpenModel* open, QWidget* parent = nullptr);
    ~CompareView() override;

    void setRun(const TrainConfig& config); // how its pictures are brought to their size
    void setData(const LoadedData& loaded); // may be none
    void setLive(bool training);            // weights keep coming
    void openOwnPictures(const QStringList& paths);
    void openSecond(const OtherModel& model);
    void setMoments(std::vector<OtherModel> moments); // of the run, to compare with

    // The images of the page, by their index in the data set.
    std::vector<std::uint32_t> page() const;
    ProvenanceSource provenance() const; // of what is shown; empty: it is not known

public slots:
    void saveSheet();
    void copySheet();

signals:
    void trainRequested();
    void recordDropped(const QString& file); // a picture of ours, which leads back to its point
    void exploreRequested(std::shared_ptr<const latentscape::Dataset> data, quint32 index); // walk on from it
    void notice(const QString& text); // something went well

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeCard();
    void connectWidgets();
    void connectChoices();
    void connectModels();
    void choosePage();
    void followModel();
    void followSecond();
    void followImages();
    void arrange();
    void applyChoices();
    void pickRange(std::optional<ErrorHistogram::Range> range);
    void showMeasures();
    void showPlace();
    void showProblem(const QString& message);
    void cancelWork();
    void endBusy();
    void describe();
    void describeMap();

    Decoder* m_decoder;
    const OpenModel* m_open;
    CompareImages m_images;
    SecondModel m_second;
    ComparisonMeter m_meter;
    ErrorRanking m_ranking;
    bool m_live = false;
    bool m_pageFailed = false; // what is said is about the page, and over when one comes
    QTimer m_searchTimer;      // until a page of a GAN shows that it takes long

    QStackedLayout* m_pages;
    QStackedWidget* m_inside; // of the card: pictures or the error map
    ComparePictures* m_pictures;
    ErrorMapPanel* m_map;
    CompareChoices* m_choices;
    CompareFooter* m_footer;
    QLabel* m_problem;
    ImageSaver* m_saver;
};

} // namespace latentscape
