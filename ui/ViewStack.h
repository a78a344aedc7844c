// The views behind the verbs: shows one of them, or a page in its place, and tells all of them what
// they have to know. UI thread.
#pragma once

#include "core/data/DataSource.h"
#include "core/train/Snapshot.h"
#include "core/train/TrainConfig.h"
#include "ui/LookBack.h"
#include "ui/MainMenu.h"
#include "ui/MomentStore.h"

#include <QStackedWidget>

#include <functional>

namespace latentscape {

class CompareView;
class Decoder;
class ExploreView;
class MeasureView;
class TrainView;
struct OtherModel;

class ViewStack : public QStackedWidget {
    Q_OBJECT

public:
    // The decoder must outlive it.
    explicit ViewStack(Decoder* decoder, QWidget* parent = nullptr);

    void showView(View view);

    void setRun(const TrainConfig& config); // another one is shown from now on
    void setData(const LoadedData& loaded); // may be none
    void setLive(bool training);
    void showSnapshot(const Snapshot& snapshot);
    void showModel(const ShownModel& model); // what all views but Train are about
    void setMoments(const std::vector<MomentStore::Entry>& moments);
    void setMomentsToCompare(std::vector<OtherModel> moments); // of those the ones that can be opened
    void offerRuns(std::function<std::vector<OtherModel>()> find);
    void lookAt(const std::shared_ptr<const Snapshot>& moment); // of the past; null: now

    // What the menu asks of the view that is chosen.
    void savePicture(View view);
    ExploreView* explore() const { return m_explore; }
    void copy(View view);
    void keep(View view);       // in the gallery, of Train and Explore
    void saveStrips(View view); // the plot of Train
    bool hasFigures() const;    // to copy from Measure

    // Of the view that is seen alone: it has a room of its own that scrolls, and to lay out all of them
    // whenever something changes in one takes longer than a picture may.
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

signals:
    void trainRequested();
    void newSamplesRequested();
    void momentChosen(qint64 step); // to look at
    void nowChosen();
    void notice(const QString& text); // something went well
    void viewRequested(latentscape::View view);
    void figuresChanged(); // what hasFigures() says

private:
    template <typename V> void connectView(V* view);

    void showLive();

    bool m_training = false;
    bool m_past = false;
    ExploreView* m_explore; // first: it knows the model that is open
    TrainView* m_train;
    CompareView* m_compare;
    MeasureView* m_measure;
};

} // namespace latentscape
