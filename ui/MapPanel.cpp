#include "ui/MapPanel.h"

#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/Decoder.h"
#include "ui/Figures.h"
#include "ui/LatentPoint.h"
#include "ui/MapColouring.h"
#include "ui/MapControls.h"
#include "ui/MapExport.h"
#include "ui/MapLegend.h"
#include "ui/MapPlot.h"
#include "ui/SettingGroup.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace latentscape {

namespace {

constexpr int kManifoldDelay = 60; // ms
constexpr int kMessageWidth = 400; // logical pixels

} // namespace

MapPanel::MapPanel(Decoder* decoder, LatentPoint* point, const ExploredModel* model, const OpenModel* open,
                   QWidget* parent)
    : QWidget(parent)
    , m_decoder(decoder)
    , m_point(point)
    , m_encoder(model)
    , m_pages(new QStackedWidget)
    , m_message(new QLabel)
    , m_messageButton(named(new QPushButton, "mapMessageAction", tr("Make the map"),
                            tr("What has to be done before there is a map")))
    , m_plot(new MapPlot)
    , m_legend(new MapLegend)
    , m_controls(new MapControls)
    , m_colouring(new MapColouring(m_plot, m_legend, m_controls, this))
    , m_export(new MapExport(m_plot, point, open, this)) {
    setObjectName(QStringLiteral("mapPanel"));
    makeLinks();
    makePages();
    m_manifoldTimer.setSingleShot(true);
    m_manifoldTimer.setInterval(kManifoldDelay);
    connect(&m_manifoldTimer, &QTimer::timeout, this, &MapPanel::requestManifold);
    connect(m_messageButton, &QPushButton::clicked, this, &MapPanel::act);
    connect(m_export, &MapExport::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_export, &MapExport::failed, this, [this](const QString& message) {
        m_problem = message;
        showState();
    });
    connect(m_controls, &MapControls::axesChanged, this, [this] {
        m_plot->setBackground({}, {});
        showPlane();
        m_plot->showAll();
    });
    connect(m_controls, &MapControls::manifoldChanged, this, &MapPanel::requestManifold);
    connect(m_controls, &MapControls::acted, this, &MapPanel::act);
    connectEncoder();
    connectArrangement();
    connectPlot();
    showKind();
}

void MapPanel::makeLinks() {
    m_kind = new ChoiceLink(
        "mapKind", tr("Plane of the map"),
        tr("Which plane the points are seen on. Principal components: the directions along which the "
           "encodings differ most; of a GAN, along which the pictures change most. t-SNE: an arrangement "
           "that keeps near neighbours near (van der Maaten 2014); distances between groups mean little"));
    m_kind->addChoice(tr("Principal components"), tr("PCA"));
    m_kind->addChoice(tr("Two dimensions"), tr("two dimensions"));
    m_kind->addChoice(tr("t-SNE, which takes some seconds"), tr("t-SNE"));
    connect(m_kind, &ChoiceLink::currentChanged, this, &MapPanel::showKind);
}

std::vector<QWidget*> MapPanel::links() const {
    return {m_kind, m_export->link()};
}

void MapPanel::makePages() {
    m_message->setObjectName(QStringLiteral("mapMessage"));
    m_message->setWordWrap(true);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setFixedWidth(kMessageWidth);
    auto* empty = new QWidget;
    auto* column = new QVBoxLayout(empty);
    column->setSpacing(12);
    column->addStretch();
    column->addWidget(m_message, 0, Qt::AlignHCenter);
    column->addWidget(m_messageButton, 0, Qt::AlignHCenter);
    column->addStretch();
    auto* map = new QWidget;
    auto* row = new QHBoxLayout(map);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_plot, 1);
    row->addWidget(m_legend);
    m_pages->addWidget(empty);
    m_pages->addWidget(map);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_controls);
}

void MapPanel::connectEncoder() {
    connect(&m_encoder, &MapEncoder::changed, this, &MapPanel::showState);
    connect(&m_encoder, &MapEncoder::progressed, this, [this](double share) {
        if (!m_plane)
            m_message->setText(tr("%1, %2 %").arg(stateWords()).arg(static_cast<int>(100 * share)));
    });
    connect(&m_encoder, &MapEncoder::made, this, &MapPanel::showMap);
    connect(&m_encoder, &MapEncoder::failed, this, [this](const QString& message) {
        m_problem = message;
        showState();
    });
}

void MapPanel::connectArrangement() {
    connect(&m_arrangement, &MapArrangement::changed, this, [this] {
        if (isArranged())
            showPlane();
        showState();
    });
    connect(&m_arrangement, &MapArrangement::progressed, this, [this](double share) {
        m_controls->showState(tr("t-SNE, %1 %").arg(static_cast<int>(100 * share)), {});
    });
    connect(&m_arrangement, &MapArrangement::failed, this, [this](const QString& message) {
        m_problem = message;
        showState();
    });
}

void MapPanel::connectPlot() {
    connect(m_plot, &MapPlot::pointedAt, this, &MapPanel::pointAt);
    connect(m_plot, &MapPlot::handLifted, m_point, &LatentPoint::endDrag);
    connect(m_plot, &MapPlot::pointActivated, this, &MapPanel::startFrom);
    connect(m_plot, &MapPlot::viewChanged, &m_manifoldTimer, qOverload<>(&QTimer::start));
    connect(m_point, &LatentPoint::changed, this, [this] {
        showPoint();
        if (!m_hand) // in the plane the manifold stays as it is
            m_manifoldTimer.start();
    });
    connect(m_decoder, &Decoder::manifoldDecoded, this, [this](const DecodedImages& result) {
        if (m_grid.isFor(result.images->size()))
            m_plot->setBackground(m_grid.compose(*result.images), m_grid.area());
    });
}

MapSettings MapPanel::settings() const {
    MapSettings settings = m_controls->settings();
    settings.plane = m_kind->current();
    return settings;
}

void MapPanel::setSettings(const MapSettings& settings) {
    const auto kind = static_cast<Kind>(settings.plane);
    const bool known = kind == Kind::Dimensions || kind == Kind::Arrangement;
    m_kind->setCurrent(static_cast<int>(known ? kind : Kind::Components));
    m_controls->setSettings(settings);
}

// ---- what is shown ----

MapPanel::Kind MapPanel::kind() const {
    return static_cast<Kind>(m_kind->current());
}

void MapPanel::showKind() {
    m_encoder.setFollowed(isVisible() && !isArranged());
    m_plot->setToolTip( // rich text, which is broken into lines
        isArranged()
            ? tr("<p>Click or drag: the picture of that place, a mean of the nearest encodings weighted "
                 "by their inverse distance. Double-click a point for its own, or go near it with the arrow "
                 "keys and press Enter. Right button: move; "
                 "wheel: zoom; 0: all</p>")
            : tr("<p>Click or drag: the picture of that place; all other coordinates stay as they are. "
                 "Double-click a point for its own, or go near it with the arrow keys and press Enter. Right "
                 "button: move; wheel: zoom; 0: all</p>"));
    listAxes();
    arrangeOnce();
    m_plot->setBackground({}, {});
    showPlane();
    m_plot->showAll();
}

void MapPanel::showMap() {
    m_problem.clear();
    if (!m_encoder.map()) {
        m_arrangement.forget();
        m_arrangeWhenMade = false;
    }
    listAxes();
    if (std::exchange(m_arrangeWhenMade, false) && isArranged())
        m_arrangement.start(m_encoder.map(), m_encoder.step());
    if (!isArranged() || !m_encoder.map())
        showPlane();
    showState();
}

void MapPanel::showPlane() {
    const bool hadPlane = m_plane.has_value();
    const int x = m_controls->x();
    const int y = m_controls->y() == x ? x + 1 : m_controls->y(); // of one dimension there is no other
    const auto& map = m_encoder.map();
    if (isArranged())
        m_plane = m_arrangement.plane();
    else if (!map)
        m_plane.reset();
    else if (kind() == Kind::Components)
        m_plane = LatentPlane::ofComponents(map, x, y);
    else
        m_plane = LatentPlane::ofDimensions(map, x, y);
    if (m_plane) {
        m_plot->setAxes(isArranged() ? QString() : m_controls->xName(),
                        isArranged() ? QString() : m_controls->yName());
        m_plot->setPositions(m_plane->positions());
        m_plot->setPictures(m_plane->map()->images,
                            [map = m_plane->map()](int point) { return describePoint(*map, point); });
        m_colouring->show(m_plane->map());
        if (!hadPlane)
            m_plot->showAll();
        showPoint();
    } else {
        m_colouring->show(nullptr);
    }
    m_export->setPlane(m_plane);
    m_manifoldTimer.start();
    showState();
}

void MapPanel::listAxes() {
    const auto& map = m_encoder.map();
    if (kind() == Kind::Components)
        m_controls->listAxes(tr("PC %1"), 1, map ? static_cast<int>(map->components.count()) : 0);
    else if (kind() == Kind::Dimensions)
        m_controls->listAxes(QStringLiteral("z%1"), 0, map ? static_cast<int>(map->latents.dim(1)) : 0);
    m_controls->showAxes(!isArranged());
}

// What is going on, or why there is nothing.
QString MapPanel::stateWords() const {
    const bool isGan = m_decoder->model().kind == ModelKind::Gan;
    if (!m_problem.isEmpty())
        return m_problem;
    if (m_arrangement.isBusy())
        return tr("Looking for the nearest neighbours of each point");
    if (m_encoder.isBusy())
        return isGan ? tr("Decoding random latents") : tr("Encoding the images");
    if (m_encoder.canEncode())
        return tr("The map shows where each image lies in the latent space.");
    if (isGan)
        return tr("The map will show what the generator makes of random latents.");
    return tr("The map shows where the encoder puts images: choose data that this model was made for.");
}

void MapPanel::showState() {
    const bool busy = m_encoder.isBusy() || m_arrangement.isBusy();
    m_pages->setCurrentIndex(m_plane ? 1 : 0);
    m_controls->setVisible(m_plane.has_value());
    m_message->setText(stateWords());
    m_messageButton->setVisible(m_encoder.canEncode());
    m_messageButton->setText(busy ? tr("Cancel") : tr("Make the map"));
    const bool arranging = isArranged() && (m_arrangement.isBusy() || m_arrangeWhenMade);
    m_controls->showAction(!isArranged() || !m_plane ? QString()
                           : arranging               ? tr("Cancel")
                                                     : tr("Make anew"));
    if (!m_problem.isEmpty())
        m_controls->showState(m_problem, m_problem);
    else if (m_plane && !arranging)
        showCount();
}

void MapPanel::showCount() {
    const QString count = wholeNumber(m_plane->map()->latents.dim(0));
    const QString step = wholeNumber(isArranged() ? m_arrangement.step() : m_encoder.step());
    if (m_decoder->model().kind == ModelKind::Gan)
        m_controls->showState(
            tr("%1 random latents").arg(count),
            tr("A GAN has no encoder: these are latents drawn from the prior, each with the "
               "picture that the generator of step %1 makes of it")
                .arg(step));
    else
        m_controls->showState(tr("%1 images").arg(count),
                              tr("Each point is where the encoder of step %1 puts an image").arg(step));
}

// ---- the explored point ----

void MapPanel::showPoint() {
    if (!m_plane || static_cast<std::int64_t>(m_point->latent().size()) != m_plane->map()->latents.dim(1)) {
        m_plot->setPresent(std::nullopt);
        return;
    }
    if (m_hand && m_plane->isArrangement()) { // which has no formula: there it is
        m_plot->setPresent(m_hand);
        return;
    }
    const LatentPlane::Place place = m_plane->placeOf(m_point->latent());
    m_plot->setPresent(QPointF(double{place[0]}, double{place[1]}));
}

void MapPanel::pointAt(const QPointF& place, bool drag) {
    if (!m_plot->present())
        return;
    m_hand = place;
    m_point->move(
        m_plane->latentAt({static_cast<float>(place.x()), static_cast<float>(place.y())}, m_point->latent()),
        drag ? LatentPoint::Move::Drag : LatentPoint::Move::Jump);
    if (m_plane->isArrangement())
        m_plot->setPresent(place); // also where nothing has changed
    m_hand.reset();
}

void MapPanel::startFrom(int point) {
    if (!m_plot->present())
        return;
    const LatentMap& map = *m_plane->map();
    const auto latent = map.latents.row(point);
    const bool conditional = m_decoder->model().classes > 0;
    m_point->move({latent.begin(), latent.end()},
                  conditional ? map.images->factors(point)[0] : m_point->label(), LatentPoint::Move::Jump);
}

// ---- t-SNE and manifold ----

void MapPanel::arrange() {
    m_problem.clear();
    if (m_encoder.map() && !m_encoder.isOutdated()) {
        m_arrangement.start(m_encoder.map(), m_encoder.step());
    } else {
        m_arrangeWhenMade = true;
        m_encoder.refresh();
        m_controls->showState(stateWords(), {});
    }
    showState();
}

void MapPanel::arrangeOnce() {
    if (isVisible() && isArranged() && !m_arrangement.plane() && !m_arrangement.isBusy())
        arrange();
}

void MapPanel::act() {
    if (m_arrangement.isBusy() || m_encoder.isBusy()) {
        m_arrangeWhenMade = false;
        m_encoder.setFollowed(false);
        m_encoder.cancel();
        m_arrangement.cancel();
    } else if (isArranged()) {
        arrange();
    } else {
        m_problem.clear();
        m_encoder.setFollowed(true);
        m_encoder.refresh();
    }
}

void MapPanel::requestManifold() {
    const bool wanted =
        m_controls->wantsManifold() && isVisible() && m_plot->present() && !m_arrangement.isBusy();
    std::vector<float> latents;
    if (wanted) {
        m_grid = MapGrid(m_plot->view(), m_plot->room(), m_decoder->model().image);
        latents = m_grid.latents(*m_plane, m_point->latent());
    }
    if (latents.empty()) {
        m_decoder->release(DecodeKind::Manifold);
        m_plot->setBackground({}, {});
    } else {
        m_decoder->decodeManifold(std::move(latents), m_point->label());
    }
}

void MapPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_encoder.setFollowed(!isArranged());
    arrangeOnce();
    m_manifoldTimer.start();
}

void MapPanel::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_encoder.setFollowed(false);
    m_decoder->release(DecodeKind::Manifold);
}

void MapPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        m_colouring->colour();
}

} // namespace latentscape
