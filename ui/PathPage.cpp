#include "ui/PathPage.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/LatentPoint.h"
#include "ui/PictureList.h"
#include "ui/SettingGroup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <chrono>

namespace latentscape {

namespace {

constexpr std::array kSeconds{4, 2, 8, 16}; // of one way; the usual one first
constexpr int kPositions = 1000;            // of the slider
constexpr std::chrono::milliseconds kTick{16};
constexpr int kMostStops = 200;

} // namespace

PathPage::PathPage(LatentPoint* point, QWidget* parent)
    : QWidget(parent)
    , m_point(point)
    , m_pages(new QStackedLayout(this))
    , m_stops(new PictureList("pathStops", tr("Stops of the path")))
    , m_add(makeLink("addStop", tr("Add this point"),
                     tr("The point that is shown becomes the path's next stop")))
    , m_remove(makeLink("removeStop", tr("Remove"), tr("Take the chosen stops out of the path (Delete)")))
    , m_strip(makeLink("savePathStrip", tr("Save strip..."),
                       tr("Write the walk as one picture, a row of its stations")))
    , m_save(makeLink("savePath", tr("Save animation..."), tr("Write the walk as GIF, WebP, APNG or MP4")))
    , m_way(new ChoiceLink(
          "pathWay", tr("Way between two stops"),
          tr("How the path leads from one stop to the next. An arc stays as far from the middle "
             "as the prior's points are. Through the images: by way of their encodings, where the "
             "model knows what it draws")))
    , m_repeat(new ChoiceLink("pathRepeat", tr("At the end"), tr("What follows when the walk is at its end")))
    , m_speed(new ChoiceLink("pathSpeed", tr("Speed"), tr("How long one walk takes")))
    , m_note(makeNote()) {
    m_way->addChoice(tr("Straight"), tr("straight"));
    m_way->addChoice(tr("Along an arc"), tr("along an arc"));
    m_way->addChoice(tr("Through the images"), tr("through the images"));
    m_repeat->addChoice(tr("Again and again, back to the first stop"), tr("loop"));
    m_repeat->addChoice(tr("Back and forth"), tr("back and forth"));
    m_repeat->addChoice(tr("Once"), tr("once"));
    for (const int seconds : kSeconds) {
        m_speed->addChoice(tr("%1 seconds").arg(seconds), tr("%1 s").arg(seconds));
    }
    auto* empty =
        makeNote(tr("Add this point as the first stop, move on, and add another; or choose pictures of the "
                    "gallery and walk between them."));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_stops, 1);
    layout->addWidget(makeControls());
    m_pages->addWidget(empty);
    m_pages->addWidget(content);

    m_clock.setInterval(kTick);
    m_clock.setTimerType(Qt::PreciseTimer);
    connect(&m_clock, &QTimer::timeout, this, &PathPage::tick);
    connect(m_add, &QToolButton::clicked, this, &PathPage::stopWanted);
    connect(m_remove, &QToolButton::clicked, m_stops, &PictureList::removeChosen);
    connect(m_save, &QToolButton::clicked, this, &PathPage::saveRequested);
    connect(m_strip, &QToolButton::clicked, this, &PathPage::stripRequested);
    connect(m_stops, &PictureList::edited, this, [this] {
        rebuild();
        emit edited();
    });
    connect(m_stops, &PictureList::chosenChanged, this, &PathPage::follow);
    connect(m_stops, &PictureList::picked, this, [this](int row) {
        const KeptPicture stop = m_stops->picture(row);
        pause();
        m_point->move(stop.latent, stop.label, LatentPoint::Move::Jump);
    });
    connect(m_way, &ChoiceLink::currentChanged, this, &PathPage::rebuild);
    connect(m_repeat, &ChoiceLink::currentChanged, this, &PathPage::rebuild);
    connect(&m_search, &LatestTask::failed, this,
            [this](const QString& message) { m_note->setText(message); });
    follow();
}

QWidget* PathPage::makeControls() {
    m_play = named(new QPushButton(tr("Play")), "playPath", tr("Play"), tr("Walk along the path (Space)"));
    m_play->setMinimumWidth(72);
    m_position = named(new QSlider(Qt::Horizontal), "pathPosition", tr("Position on the path"),
                       tr("Where on the path the point is: drag to go there"));
    m_position->setRange(0, kPositions);
    m_note->setObjectName(QStringLiteral("pathNote"));
    connect(m_play, &QPushButton::clicked, this, [this] { isPlaying() ? pause() : play(); });
    connect(m_position, &QSlider::valueChanged, this, [this](int value) {
        pause();
        m_at = static_cast<double>(value) / kPositions;
        showPosition(m_at);
    });
    auto* controls = new QWidget;
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_play);
    row->addWidget(m_position, 1);
    row->addWidget(m_note);
    return controls;
}

std::vector<QWidget*> PathPage::links() const {
    return {m_way,  m_repeat, m_speed, m_strip,
            m_save, m_remove, m_add}; // what is always there stays where it is
}

// ---- stops ----

void PathPage::clear() {
    m_encodings.reset();
    setStops({});
}

void PathPage::setStops(const std::vector<KeptPicture>& stops) {
    m_stops->setPictures(stops);
    m_at = 0;
    m_back = false;
    rebuild();
}

std::vector<KeptPicture> PathPage::stops() const {
    return m_stops->pictures();
}

void PathPage::addStop(KeptPicture stop) {
    if (m_stops->count() >= kMostStops) {
        return;
    }
    if (stop.name.isEmpty()) {
        stop.name = tr("Stop %1").arg(m_stops->count() + 1);
    }
    m_stops->add(stop);
    m_stops->scrollToBottom();
    rebuild();
    emit edited();
}

void PathPage::setEncodings(std::shared_ptr<const Tensor> encodings) {
    m_encodings = std::move(encodings);
    if (m_way->current() == static_cast<int>(Way::AlongImages)) {
        rebuild();
    }
}

void PathPage::setNoEncodings(const QString& why) {
    if (m_way->current() == static_cast<int>(Way::AlongImages) && m_path && !m_encodings) {
        m_note->setText(why);
    }
}

// ---- the way ----

void PathPage::rebuild() {
    m_search.cancel();
    m_note->setText({});
    std::vector<KeptPicture> stops = m_stops->pictures();
    m_path.reset();
    if (stops.size() < 2) {
        pause();
        follow();
        return;
    }
    if (stops.size() > 2 && m_repeat->current() == static_cast<int>(Repeat::Loop)) {
        stops.push_back(stops.front()); // of two it would be the same way back
    }
    const auto latents = static_cast<std::int64_t>(stops.front().latent.size());
    Tensor points({static_cast<std::int64_t>(stops.size()), latents});
    for (std::size_t i = 0; i < stops.size(); ++i) {
        std::ranges::copy(stops[i].latent, points.row(static_cast<std::int64_t>(i)).begin());
    }
    build(points);
    if (m_way->current() != static_cast<int>(Way::AlongImages)) {
        return;
    }
    if (!m_encodings) {
        m_note->setText(tr("looking where the images lie..."));
        emit encodingsWanted();
        return;
    }
    m_note->setText(tr("looking for the way..."));
    m_search.run([this, points, encodings = m_encodings](std::stop_token stop) {
        const Tensor way = alongPoints(points, *encodings, 10, {stop, {}});
        return std::function<void()>([this, way, points] {
            m_note->setText(tr("by way of %1 images").arg(way.dim(0) - points.dim(0)));
            build(way);
        });
    });
}

void PathPage::build(const Tensor& stops) {
    const bool arc = m_way->current() == static_cast<int>(Way::Spherical);
    m_path.emplace(stops, arc ? PathKind::Spherical : PathKind::Straight);
    follow();
}

double PathPage::seconds() const {
    return kSeconds.at(static_cast<std::size_t>(m_speed->current()));
}

// The class of the stop that is nearest to the point there.
std::uint16_t PathPage::labelAt(double position) const {
    const std::vector<float> point = m_path->at(position);
    double nearest = -1;
    std::uint16_t label = 0;
    for (int row = 0; row < m_stops->count(); ++row) {
        const KeptPicture stop = m_stops->picture(row);
        double distance = 0;
        for (std::size_t i = 0; i < point.size(); ++i) {
            distance += (point[i] - stop.latent[i]) * (point[i] - stop.latent[i]);
        }
        if (nearest < 0 || distance < nearest) {
            nearest = distance;
            label = stop.label;
        }
    }
    return label;
}

// ---- the walk ----

void PathPage::follow() {
    m_pages->setCurrentIndex(m_stops->count() > 0 ? 1 : 0);
    m_remove->setVisible(m_stops->count() > 0);
    m_remove->setEnabled(!m_stops->chosen().empty());
    for (QWidget* link : std::initializer_list<QWidget*>{m_way, m_repeat, m_speed, m_strip, m_save}) {
        link->setVisible(m_path.has_value());
    }
    m_play->setEnabled(m_path.has_value());
    m_position->setEnabled(m_path.has_value());
    m_play->setText(isPlaying() ? tr("Pause") : tr("Play"));
}

void PathPage::play() {
    if (!m_path) {
        return;
    }
    if (m_at >= 1 && m_repeat->current() == static_cast<int>(Repeat::Once)) {
        m_at = 0;
    }
    m_since.start();
    m_clock.start();
    follow();
}

void PathPage::pause() {
    if (isPlaying()) {
        m_clock.stop();
        m_point->endDrag();
        follow();
    }
}

void PathPage::tick() {
    const double step = static_cast<double>(m_since.restart()) / 1000 / seconds();
    m_at += m_back ? -step : step;
    switch (static_cast<Repeat>(m_repeat->current())) {
    case Repeat::Loop:
        m_back = false;
        m_at -= m_at >= 1 ? 1 : 0;
        break;
    case Repeat::BackAndForth:
        if (m_at >= 1 || m_at <= 0) {
            m_back = m_at >= 1;
        }
        break;
    case Repeat::Once:
        m_back = false;
        if (m_at >= 1) {
            showPosition(1);
            pause();
        }
        break;
    }
    m_at = std::clamp(m_at, 0.0, 1.0);
    showPosition(m_at);
}

void PathPage::showPosition(double position) {
    const QSignalBlocker blocker(m_position);
    m_position->setValue(static_cast<int>(position * kPositions));
    if (m_path) {
        m_point->move(m_path->at(position), labelAt(position), LatentPoint::Move::Drag);
    }
}

} // namespace latentscape
