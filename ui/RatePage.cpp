#include "ui/RatePage.h"

#include "core/data/DataSource.h"
#include "ui/Card.h"
#include "ui/RatePlot.h"
#include "ui/SettingGroup.h"

#include <QHideEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace latentscape {

namespace {

std::shared_ptr<const Dataset> inItsForm(const TrainConfig& config, std::shared_ptr<const Dataset> data,
                                         const std::stop_token& stop) {
    if (data->shape() == config.model.image) {
        return data;
    }
    LoadOptions options = loadOptions(config);
    options.watch.stop = stop;
    return loadData(config.data, options).train;
}

} // namespace

RatePage::RatePage(QWidget* parent)
    : Page("ratePage", tr("Find a learning rate"), parent)
    , m_plot(new RatePlot)
    , m_words(makeNote())
    , m_use(named(new QPushButton(tr("Use this rate")), "useRate", tr("Use this rate"),
                  tr("Take the suggested learning rate for the next run")))
    , m_cancel(named(new QPushButton(tr("Cancel")), "cancelRate", tr("Cancel"),
                     tr("Stop the search; nothing is changed"))) {
    m_use->setProperty("role", "primary");
    m_words->setObjectName("rateWords");
    m_words->setWordWrap(true);
    auto* card = new QFrame;
    card->setProperty("role", "card");
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(12, 12, 12, 12);
    inside->setSpacing(8);
    inside->addWidget(m_plot, 1);
    auto* below = new QHBoxLayout;
    below->addWidget(m_words, 1);
    below->addWidget(m_cancel);
    below->addWidget(m_use);
    inside->addLayout(below);
    body()->addWidget(card, 1);
    connect(m_use, &QPushButton::clicked, this, [this] {
        emit rateChosen(m_suggestion);
        emit left();
    });
    connect(m_cancel, &QPushButton::clicked, this, &Page::left);
    connect(this, &Page::left, this, &RatePage::cancel);
    connect(&m_task, &LatestTask::failed, this, &RatePage::fail);
    m_use->hide();
}

void RatePage::search(const TrainConfig& config, std::shared_ptr<const Dataset> images) {
    const RateSearch range;
    m_tried = 0;
    m_plot->clear(range);
    m_use->hide();
    m_cancel->show();
    m_words->setText(tr("Preparing..."));
    m_task.run([this, config, images = std::move(images), range](const std::stop_token& stop) {
        const auto onPoint = [this, &stop](const RatePoint& point) {
            m_task.tell(stop, [this, point] { take(point); });
        };
        auto curve = std::make_shared<const RateCurve>(
            findLearningRate(config, inItsForm(config, images, stop), range, stop, onPoint));
        return [this, curve] { finish(*curve); };
    });
}

void RatePage::cancel() {
    if (m_task.isBusy()) {
        m_task.cancel();
        m_cancel->hide();
        m_words->setText(tr("The search was stopped."));
    }
}

// Another view is looked at.
void RatePage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    if (!event->spontaneous()) {
        cancel();
    }
}

void RatePage::take(const RatePoint& point) {
    m_plot->add(point);
    m_words->setText(tr("%1 rates tried, now %2").arg(++m_tried).arg(double{point.rate}, 0, 'g', 2));
}

void RatePage::finish(const RateCurve& curve) {
    m_cancel->hide();
    if (curve.points.empty()) {
        m_words->setText(tr("The first step fails already. Check the images and the model."));
        return;
    }
    m_suggestion = curve.suggestion;
    m_plot->mark(curve.suggestion);
    m_words->setText(
        tr("%1 rates tried, up to %2. At the suggested one the loss falls fastest; where it rises "
           "again, steps are too large.")
            .arg(curve.points.size())
            .arg(double{curve.points.back().rate}, 0, 'g', 2));
    m_use->show();
    m_use->setFocus();
}

void RatePage::fail(const QString& message) {
    m_cancel->hide();
    m_words->setText(message);
}

} // namespace latentscape
