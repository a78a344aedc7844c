#include "ui/ViewStack.h"

#include "ui/AroundCard.h"
#include "ui/CompareView.h"
#include "ui/ExploreView.h"
#include "ui/MeasureView.h"
#include "ui/SamplesCard.h"
#include "ui/TrainView.h"

namespace latentscape {

// Every view can ask for a run and tell of what went well.
template <typename V> void ViewStack::connectView(V* view) {
    addWidget(view); // in the order of View
    connect(view, &V::trainRequested, this, &ViewStack::trainRequested);
    connect(view, &V::notice, this, &ViewStack::notice);
}

ViewStack::ViewStack(Decoder* decoder, QWidget* parent)
    : QStackedWidget(parent)
    , m_explore(new ExploreView(decoder))
    , m_train(new TrainView(&m_explore->openModel()))
    , m_compare(new CompareView(decoder, &m_explore->openModel()))
    , m_measure(new MeasureView) {
    connectView(m_train);
    connectView(m_explore);
    connectView(m_compare);
    connectView(m_measure);
    connect(this, &QStackedWidget::currentChanged, this, &QWidget::updateGeometry);
    connect(m_train->samples(), &SamplesCard::newSamplesRequested, this, &ViewStack::newSamplesRequested);
    connect(m_train->samples(), &SamplesCard::kept, m_explore->around(), &AroundCard::keepPicture);
    connect(m_train, &TrainView::momentChosen, this, &ViewStack::momentChosen);
    connect(m_train, &TrainView::nowChosen, this, &ViewStack::nowChosen);
    connect(m_compare, &CompareView::exploreRequested, this, [this](const auto& images, quint32 index) {
        emit viewRequested(View::Explore);
        m_explore->startFrom(images, index);
    });
    connect(m_compare, &CompareView::recordDropped, this, [this](const QString& file) {
        emit viewRequested(View::Explore);
        m_explore->openPicture(file);
    });
    connect(m_measure, &MeasureView::figuresChanged, this, &ViewStack::figuresChanged);
}

QSize ViewStack::minimumSizeHint() const {
    return currentWidget()->minimumSizeHint();
}

QSize ViewStack::sizeHint() const {
    return currentWidget()->sizeHint();
}

void ViewStack::showView(View view) {
    setCurrentIndex(static_cast<int>(view));
}

void ViewStack::setRun(const TrainConfig& config) {
    m_train->clear(config.model.kind, config.model.classes);
    m_train->setSettings(config);
    m_explore->setRun(config);
    m_compare->setRun(config);
    m_measure->setRun(config);
}

void ViewStack::setData(const LoadedData& loaded) {
    m_explore->setLoaded(loaded);
    m_compare->setData(loaded);
    m_measure->setData(loaded);
}

void ViewStack::setLive(bool training) {
    m_training = training;
    showLive();
}

// A model of the past does not change.
void ViewStack::showLive() {
    const bool changes = m_training && !m_past;
    m_train->samples()->setLive(m_training);
    m_explore->setLive(changes);
    m_compare->setLive(changes);
    m_measure->setLive(changes);
}

void ViewStack::showSnapshot(const Snapshot& snapshot) {
    m_train->showSnapshot(snapshot);
}

void ViewStack::showModel(const ShownModel& model) {
    if (!model.klPerLatent.empty()) {
        m_explore->setKlPerLatent(model.klPerLatent);
    }
    if (model.weights) {
        m_explore->setWeights(model.weights);
        m_measure->setWeights(model.weights);
    }
}

void ViewStack::setMoments(const std::vector<MomentStore::Entry>& moments) {
    m_train->setMoments(moments);
}

void ViewStack::setMomentsToCompare(std::vector<OtherModel> moments) {
    m_compare->setMoments(std::move(moments));
}

void ViewStack::offerRuns(std::function<std::vector<OtherModel>()> find) {
    m_train->offerRuns(std::move(find));
}

void ViewStack::lookAt(const std::shared_ptr<const Snapshot>& moment) {
    m_past = moment != nullptr;
    m_train->lookAt(moment);
    showLive();
}

void ViewStack::savePicture(View view) {
    switch (view) {
    case View::Train:
        return m_train->samples()->saveSheet();
    case View::Explore:
        return m_explore->saveImage();
    case View::Compare:
        return m_compare->saveSheet();
    case View::Measure:
        return; // has none
    }
}

void ViewStack::copy(View view) {
    switch (view) {
    case View::Train:
        return m_train->samples()->copySheet();
    case View::Explore:
        return m_explore->copyImage();
    case View::Compare:
        return m_compare->copySheet();
    case View::Measure:
        return m_measure->copy();
    }
}

void ViewStack::keep(View view) {
    view == View::Train ? m_train->samples()->keepMarked() : m_explore->around()->keep();
}

void ViewStack::saveStrips(View view) {
    view == View::Train ? m_train->savePlot() : m_explore->around()->saveTraversals();
}

bool ViewStack::hasFigures() const {
    return m_measure->hasFigures();
}

} // namespace latentscape
