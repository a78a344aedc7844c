#include "ui/NearestPage.h"

#include "core/train/NearestImages.h"
#include "ui/Card.h"
#include "ui/ImageStage.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace latentscape {

namespace {

constexpr int kMost = 40;               // images
constexpr std::int64_t kStrangers = 60; // held-out images that say what is usual
constexpr std::chrono::milliseconds kPause{150};

} // namespace

NearestPage::NearestPage(QWidget* parent)
    : QWidget(parent)
    , m_stage(new ImageStage)
    , m_note(makeNote()) {
    m_stage->setObjectName(QStringLiteral("nearestImages"));
    m_stage->setAccessibleName(tr("Training images most like the decoded picture"));
    m_stage->setToolTip(
        tr("The training images most like the decoded picture, pixel by pixel, the nearest first"));
    m_stage->setMinimumFactor(2);
    m_stage->setMaximumFactor(4);
    m_note->setObjectName(QStringLiteral("nearestNote"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stage);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &NearestPage::look);
    connect(&m_task, &LatestTask::failed, m_note, &QLabel::setText);
}

std::vector<QWidget*> NearestPage::links() const {
    return {m_note};
}

void NearestPage::setData(const LoadedData& loaded) {
    m_task.cancel();
    m_data = loaded;
    m_usual.reset();
    m_lookedAt.reset();
    m_stage->setImages(nullptr);
    m_note->setText(loaded.train ? QString() : tr("there are no training images"));
    m_pause.start();
}

void NearestPage::setPicture(const Images& picture) {
    m_picture = picture;
    m_pause.start();
}

void NearestPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_pause.start();
}

void NearestPage::look() {
    if (m_picture && m_data.train && m_picture->front().shape != m_data.train->shape()) {
        m_stage->setImages(nullptr);
        m_note->setText(tr("the training images are not of this picture's size and colours: choose the "
                           "data that this model was made for"));
        return;
    }
    if (!isVisible() || !m_picture || m_picture == m_lookedAt || !m_data.train || m_task.isBusy()) {
        return;
    }
    m_lookedAt = m_picture;
    m_task.run([this, picture = m_picture, images = m_data,
                usual = m_usual](const std::stop_token& stop) mutable -> std::function<void()> {
        const auto near = nearestImages(picture->front(), *images.train, kMost, {stop, {}});
        auto found = std::make_shared<std::vector<Image>>();
        for (const NearImage& one : near) {
            found->push_back(images.train->image(one.index));
        }
        m_task.tell(stop, [this, found, near] {
            m_stage->setImages(found);
            m_note->setText(tr("nearest: error %1").arg(near.front().error, 0, 'f', 4));
        });
        if (!usual) {
            usual = std::make_shared<const std::vector<double>>(
                usualNearness(*images.heldOut, *images.train, kStrangers, {stop, {}}));
        }
        return [this, usual, nearest = near.front().error] {
            m_usual = usual;
            judge(nearest);
            look(); // the picture may be another one by now
        };
    });
}

void NearestPage::judge(double nearest) {
    const auto nearer = std::ranges::lower_bound(*m_usual, nearest) - m_usual->begin();
    const QString error = tr("nearest: error %1").arg(nearest, 0, 'f', 4);
    const QString usual =
        tr("of a held-out image usually %1").arg(m_usual->at(m_usual->size() / 2), 0, 'f', 4);
    m_note->setText(
        nearest < m_usual->front() / 2
            ? tr("%1, %2: nearer than any of %3, it may be learnt by heart")
                  .arg(error, usual)
                  .arg(m_usual->size())
            : tr("%1, %2: %3 of %4 are nearer, no copy").arg(error, usual).arg(nearer).arg(m_usual->size()));
}

} // namespace latentscape
