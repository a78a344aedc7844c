#include "ui/TrainingSettings.h"

#include "ui/Glossary.h"

#include <QToolButton>

namespace latentscape {

TrainingSettings::TrainingSettings(QWidget* parent)
    : SettingForm(tr("Training"), parent)
    , m_findRate(addLink("findRate", tr("Find rate..."), {})) {
    connect(m_findRate, &QToolButton::clicked, this, &TrainingSettings::rateSearchRequested);
    connect(addLink("moreTraining", tr("More..."),
                    tr("All settings: images and their changes, optimizer, schedule, seed, threads"),
                    Change::AnyTime),
            &QToolButton::clicked, this, &TrainingSettings::moreRequested);
    addWhole(
        {"epochs", tr("Epochs"), tipOf(Term::Epoch)}, {1, 100000}, [](auto& c) -> auto& { return c.epochs; },
        {}, Change::AnyTime);
    addWhole(
        {"batch", tr("Batch"), tipOf(Term::Batch)}, {1, 65536}, [](auto& c) -> auto& { return c.batch; }, {},
        Change::AnyTime);
    addNumber(
        {"learningRate", tr("Learning rate"), tipOf(Term::LearningRate)}, {0.00001, 10, 0.0005, 5},
        [](auto& c) -> auto& { return c.learningRate; }, {}, Change::AnyTime);
    addNumber(
        {"beta", tr("KL weight β"), tipOf(Term::Beta)}, {0, 1000, 0.1, 2},
        [](auto& c) -> auto& { return c.beta; },
        [](const TrainConfig& c) { return c.model.kind == ModelKind::Vae; }, Change::AnyTime);
    setConfig({});
}

void TrainingSettings::setKind(ModelKind kind) {
    const bool isVae = kind == ModelKind::Vae;
    m_findRate->setEnabled(isVae);
    m_findRate->setToolTip(
        isVae ? tr("Try many learning rates on a model of its own and see which one suits")
              : tr("A GAN's losses do not say which learning rate is good: they tell which of its two "
                   "networks is ahead"));
}

} // namespace latentscape
