#include "ui/LatentSliderGrid.h"

#include "core/train/Metrics.h"
#include "ui/LatentSlider.h"

#include <QApplication>
#include <QLineEdit>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latentscape {

namespace {

constexpr int kSearchFrom = 33;
constexpr float kDeadEffect = 0.001F; // of the strongest
constexpr int kColumnWidth = 256;     // at least
constexpr int kColumnGap = 24;
constexpr int kRowHeight = 30; // at least
constexpr int kRowHeightWanted = 36;
constexpr int kRowHeightMost = 64;

} // namespace

LatentSliderGrid::LatentSliderGrid(QWidget* parent)
    : QWidget(parent)
    , m_limit(LatentSlider::kUsualLimit)
    , m_usualLimit(LatentSlider::kUsualLimit)
    , m_search(new QLineEdit)
    , m_scroll(new QScrollArea) {
    m_search->setObjectName(QStringLiteral("latentSearch"));
    m_search->setPlaceholderText(tr("Find a dimension by its number"));
    m_search->setAccessibleName(tr("Find a dimension"));
    m_search->setToolTip(tr("Shows only the dimensions whose number begins with what you type, e.g. 12"));
    m_search->setClearButtonEnabled(true);
    m_search->hide();
    connect(m_search, &QLineEdit::textChanged, this, &LatentSliderGrid::arrange);

    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(new QWidget);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_scroll->widget()->setAutoFillBackground(false);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &LatentSliderGrid::place);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_scroll, 1);
}

void LatentSliderGrid::setCount(int count, bool hasKl) {
    m_hasKl = hasKl;
    m_kl.clear();
    m_effects.clear();
    for (std::size_t gone = static_cast<std::size_t>(count); gone < m_latents.size(); ++gone)
        delete m_latents[gone].slider;
    m_latents.resize(static_cast<std::size_t>(count));
    for (Latent& latent : m_latents)
        latent = {.slider = latent.slider};
    m_limit = m_usualLimit;
    for (int dimension = 0; dimension < count; ++dimension)
        showAll(dimension);
    sort(); // before what is searched for changes, which arranges those that there are
    m_search->clear();
    m_search->setVisible(count >= kSearchFrom);
}

LatentSlider* LatentSliderGrid::slider(int dimension) {
    Latent& latent = m_latents.at(static_cast<std::size_t>(dimension));
    if (!latent.slider) {
        makeSlider(dimension);
        place();
    }
    return latent.slider;
}

void LatentSliderGrid::makeSlider(int dimension) {
    auto* slider = new LatentSlider(dimension, m_scroll->widget());
    connect(slider, &QSlider::valueChanged, this, [this, slider, dimension] {
        if (m_setting)
            return;
        m_latents[static_cast<std::size_t>(dimension)].value = slider->latent();
        emit latentChanged();
    });
    connect(slider, &QSlider::rangeChanged, this, [this, slider] {
        if (!m_setting)
            shareLimit(slider->limit());
    });
    connect(slider, &QSlider::sliderReleased, this, &LatentSliderGrid::handLifted);
    connect(slider, &LatentSlider::lockWanted, this,
            [this, dimension](bool locked) { emit lockWanted(dimension, locked); });
    m_latents[static_cast<std::size_t>(dimension)].slider = slider;
    showAll(dimension);
}

// All that is known of a dimension, on its slider.
void LatentSliderGrid::showAll(int dimension) {
    const Latent& latent = m_latents[static_cast<std::size_t>(dimension)];
    if (!latent.slider)
        return;
    m_setting = true;
    latent.slider->setHasKl(m_hasKl);
    latent.slider->setLocked(latent.locked);
    latent.slider->setLimit(m_limit);
    latent.slider->setLatent(latent.value);
    m_setting = false;
    showBar(dimension);
}

std::vector<float> LatentSliderGrid::latent() const {
    std::vector<float> values;
    for (const Latent& latent : m_latents)
        values.push_back(latent.value);
    return values;
}

void LatentSliderGrid::setLatent(std::span<const float> values) {
    const std::vector<float> before = latent();
    for (std::size_t i = 0; i < std::min(values.size(), m_latents.size()); ++i)
        m_latents[i].value = values[i];
    setUsualLimit(m_usualLimit);
    m_setting = true;
    for (const Latent& latent : m_latents) {
        if (latent.slider)
            latent.slider->setLatent(latent.value);
    }
    m_setting = false;
    if (!handIsNear())
        sort();
    if (latent() != before)
        emit latentChanged();
}

// All tracks have one length, so that their handles can be compared.
void LatentSliderGrid::shareLimit(int limit) {
    m_limit = std::min(limit, LatentSlider::kMaximumLimit);
    for (const Latent& latent : m_latents) {
        if (latent.slider) {
            const QSignalBlocker blocker(latent.slider);
            latent.slider->setLimit(m_limit);
        }
    }
}

void LatentSliderGrid::setLocked(int dimension, bool locked) {
    Latent& latent = m_latents.at(static_cast<std::size_t>(dimension));
    latent.locked = locked;
    if (latent.slider)
        latent.slider->setLocked(locked);
}

void LatentSliderGrid::setUsualLimit(int limit) {
    m_usualLimit = limit;
    for (const Latent& latent : m_latents)
        limit = std::max(limit, static_cast<int>(std::ceil(std::abs(latent.value))));
    shareLimit(limit);
}

void LatentSliderGrid::setKl(std::span<const float> klPerLatent) {
    if (klPerLatent.size() != m_latents.size())
        return; // of another model
    const bool first = m_kl.empty();
    m_kl.assign(klPerLatent.begin(), klPerLatent.end());
    showBars();
    if (first || !handIsNear())
        sort();
}

void LatentSliderGrid::setEffects(std::span<const float> effects) {
    if (effects.size() != m_latents.size())
        return; // of another model
    m_effects.assign(effects.begin(), effects.end());
    showBars();
    sort();
}

void LatentSliderGrid::showBars() {
    const bool effects = showsEffects();
    const std::vector<float>& values = effects ? m_effects : m_kl;
    const float strongest = values.empty() ? 0 : std::max(0.0F, *std::ranges::max_element(values));
    for (std::size_t i = 0; i < m_latents.size(); ++i) {
        const bool known = !values.empty();
        const float share = strongest > 0 ? std::max(0.0F, values[i]) / strongest : 0;
        m_latents[i].bar = share;
        m_latents[i].dead = known && (effects ? share < kDeadEffect : values[i] <= kActiveKl);
        showBar(static_cast<int>(i));
    }
}

void LatentSliderGrid::showBar(int dimension) {
    const auto i = static_cast<std::size_t>(dimension);
    const Latent& latent = m_latents[i];
    if (!latent.slider)
        return;
    if (showsEffects())
        latent.slider->setEffect(latent.bar, latent.dead);
    else
        latent.slider->setKl(m_kl.empty() ? -1 : m_kl[i], latent.bar, latent.dead);
}

void LatentSliderGrid::setOrder(Order order) {
    m_order = order;
    showBars();
    sort();
}

bool LatentSliderGrid::handIsNear() const {
    const QWidget* focus = QApplication::focusWidget();
    return m_scroll->underMouse() || (focus && m_scroll->isAncestorOf(focus));
}

void LatentSliderGrid::sort() {
    std::vector<int> sequence(m_latents.size());
    std::iota(sequence.begin(), sequence.end(), 0);
    const std::vector<float>& values = m_order == Order::Effect ? m_effects : m_kl;
    if (m_order != Order::Index && !values.empty())
        std::stable_sort(sequence.begin(), sequence.end(),
                         [&values](int a, int b) { return values[a] > values[b]; });
    const bool changed = sequence != m_sequence;
    m_sequence = std::move(sequence);
    arrange();
    if (changed)
        emit sequenceChanged();
}

void LatentSliderGrid::arrange() {
    m_raster.dimensions.clear();
    for (const int dimension : m_sequence) {
        if (QString::number(dimension).startsWith(m_search->text().trimmed()))
            m_raster.dimensions.push_back(dimension);
        else if (LatentSlider* slider = m_latents[static_cast<std::size_t>(dimension)].slider)
            slider->hide();
    }
    fitRaster();
    place();
}

void LatentSliderGrid::fitRaster() {
    const int count = static_cast<int>(m_raster.dimensions.size());
    const QSize room = m_scroll->maximumViewportSize();
    // As few columns as the height allows: long tracks are finer under the hand.
    const auto rowsFor = [&](int width) {
        const int most = std::max(1, (width + kColumnGap) / (kColumnWidth + kColumnGap));
        const int rows = std::max(1, room.height() / kRowHeightWanted);
        m_columns = std::clamp((count + rows - 1) / rows, 1, most);
        return (count + m_columns - 1) / m_columns;
    };
    int width = room.width();
    m_raster.rows = rowsFor(width);
    m_raster.scrolls = m_raster.rows * kRowHeight > room.height();
    if (m_raster.scrolls) {
        width -= m_scroll->verticalScrollBar()->sizeHint().width();
        m_raster.rows = rowsFor(width);
    }
    const int seen =
        m_raster.scrolls ? room.height() / kRowHeight : m_raster.rows; // none of them cut in half
    const double wanted = seen > 0 ? static_cast<double>(room.height()) / seen : kRowHeight;
    m_raster.rowHeight = std::clamp<double>(wanted, kRowHeight, kRowHeightMost);
    m_raster.columnWidth = (width + kColumnGap) / m_columns - kColumnGap;
    m_scroll->verticalScrollBar()->setSingleStep(m_raster.topOf(1));
    m_scroll->widget()->resize(width,
                               std::max(m_raster.topOf(m_raster.rows), m_raster.scrolls ? 0 : room.height()));
}

int LatentSliderGrid::Raster::topOf(int row) const {
    return static_cast<int>(std::lround(row * rowHeight));
}

// Makes what is in sight, and a row more at both ends for the Tab key to go to.
void LatentSliderGrid::place() {
    const int top = m_scroll->verticalScrollBar()->value();
    const int first = static_cast<int>(top / m_raster.rowHeight) - 1;
    const int last =
        static_cast<int>((top + m_scroll->maximumViewportSize().height()) / m_raster.rowHeight) + 1;
    const int rows = std::max(1, m_raster.rows);
    QWidget* before = m_search;
    for (int i = 0; i < static_cast<int>(m_raster.dimensions.size()); ++i) {
        const int dimension = m_raster.dimensions[static_cast<std::size_t>(i)];
        // In view they fill column after column; where they scroll, row after row: the first ones are on top.
        const int column = m_raster.scrolls ? i % m_columns : i / rows;
        const int row = m_raster.scrolls ? i / m_columns : i % rows;
        LatentSlider*& shown = m_latents[static_cast<std::size_t>(dimension)].slider;
        if (!shown && (row < first || row > last))
            continue;
        if (!shown)
            makeSlider(dimension);
        shown->setGeometry(column * (m_raster.columnWidth + kColumnGap), m_raster.topOf(row),
                           m_raster.columnWidth, m_raster.topOf(row + 1) - m_raster.topOf(row));
        shown->setWheelNeedsFocus(m_raster.scrolls);
        shown->show();
        setTabOrder(before, shown);
        before = shown;
    }
}

void LatentSliderGrid::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void LatentSliderGrid::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    sort(); // the KL may have changed unseen
}

void LatentSliderGrid::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    if (!handIsNear())
        sort();
}

} // namespace latentscape
