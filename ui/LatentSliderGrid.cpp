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

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_scroll, 1);
}

void LatentSliderGrid::setCount(int count, bool hasKl) {
    m_kl.clear();
    m_effects.clear();
    while (this->count() > count) {
        delete m_sliders.back();
        m_sliders.pop_back();
    }
    while (this->count() < count) {
        auto* slider = new LatentSlider(this->count(), m_scroll->widget());
        connect(slider, &QSlider::valueChanged, this, [this] {
            if (!m_setting)
                emit latentChanged();
        });
        connect(slider, &QSlider::rangeChanged, this, [this, slider] { shareLimit(slider->limit()); });
        connect(slider, &QSlider::sliderReleased, this, &LatentSliderGrid::handLifted);
        connect(slider, &LatentSlider::lockWanted, this,
                [this, slider](bool locked) { emit lockWanted(slider->dimension(), locked); });
        m_sliders.push_back(slider);
    }
    for (LatentSlider* slider : m_sliders) {
        slider->setHasKl(hasKl);
        slider->setKl(-1, 0, false);
        slider->setLocked(false);
    }
    setLatent(std::vector<float>(m_sliders.size(), 0.0F));
    m_search->clear();
    m_search->setVisible(count >= kSearchFrom);
    sort();
}

std::vector<float> LatentSliderGrid::latent() const {
    std::vector<float> values;
    for (const LatentSlider* slider : m_sliders)
        values.push_back(slider->latent());
    return values;
}

void LatentSliderGrid::setLatent(std::span<const float> values) {
    const std::vector<float> before = latent();
    m_setting = true;
    shareLimit(m_usualLimit);
    for (std::size_t i = 0; i < std::min(values.size(), m_sliders.size()); ++i)
        m_sliders[i]->setLatent(values[i]);
    m_setting = false;
    if (!handIsNear())
        sort();
    if (latent() != before)
        emit latentChanged();
}

// All tracks have one length, so that their handles can be compared.
void LatentSliderGrid::shareLimit(int limit) {
    for (LatentSlider* slider : m_sliders) {
        const QSignalBlocker blocker(slider);
        slider->setLimit(limit);
    }
}

void LatentSliderGrid::setLocked(int dimension, bool locked) {
    slider(dimension)->setLocked(locked);
}

void LatentSliderGrid::setUsualLimit(int limit) {
    m_usualLimit = limit;
    for (const float value : latent())
        limit = std::max(limit, static_cast<int>(std::ceil(std::abs(value))));
    shareLimit(limit);
}

void LatentSliderGrid::setKl(std::span<const float> klPerLatent) {
    if (klPerLatent.size() != m_sliders.size())
        return; // of another model
    const bool first = m_kl.empty();
    m_kl.assign(klPerLatent.begin(), klPerLatent.end());
    showBars();
    if (first || !handIsNear())
        sort();
}

void LatentSliderGrid::setEffects(std::span<const float> effects) {
    if (effects.size() != m_sliders.size())
        return; // of another model
    m_effects.assign(effects.begin(), effects.end());
    showBars();
    sort();
}

void LatentSliderGrid::showBars() {
    const bool effects = m_order == Order::Effect && !m_effects.empty();
    const std::vector<float>& values = effects ? m_effects : m_kl;
    const float strongest = values.empty() ? 0 : std::max(0.0F, *std::ranges::max_element(values));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float share = strongest > 0 ? std::max(0.0F, values[i]) / strongest : 0;
        if (effects)
            m_sliders[i]->setEffect(share, share < kDeadEffect);
        else
            m_sliders[i]->setKl(values[i], share, values[i] <= kActiveKl);
    }
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
    std::vector<int> sequence(m_sliders.size());
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
    std::vector<LatentSlider*> shown;
    for (const int dimension : m_sequence) {
        const bool fits = QString::number(dimension).startsWith(m_search->text().trimmed());
        slider(dimension)->setVisible(fits);
        if (fits)
            shown.push_back(slider(dimension));
    }

    const int count = static_cast<int>(shown.size());
    const QSize room = m_scroll->maximumViewportSize();
    // As few columns as the height allows: long tracks are finer under the hand.
    const auto rowsFor = [&](int width) {
        const int most = std::max(1, (width + kColumnGap) / (kColumnWidth + kColumnGap));
        const int rows = std::max(1, room.height() / kRowHeightWanted);
        m_columns = std::clamp((count + rows - 1) / rows, 1, most);
        return (count + m_columns - 1) / m_columns;
    };
    int width = room.width();
    int rows = rowsFor(width);
    const bool scrolls = rows * kRowHeight > room.height();
    if (scrolls) {
        width -= m_scroll->verticalScrollBar()->sizeHint().width();
        rows = rowsFor(width);
    }
    const int seen = scrolls ? room.height() / kRowHeight : rows; // none of them cut in half
    const double wanted = seen > 0 ? static_cast<double>(room.height()) / seen : kRowHeight;
    const double rowHeight = std::clamp<double>(wanted, kRowHeight, kRowHeightMost);
    const auto topOf = [rowHeight](int row) { return static_cast<int>(std::lround(row * rowHeight)); };
    m_scroll->verticalScrollBar()->setSingleStep(topOf(1));
    const int columnWidth = (width + kColumnGap) / m_columns - kColumnGap;

    m_scroll->widget()->resize(width, std::max(topOf(rows), scrolls ? 0 : room.height()));
    for (int i = 0; i < count; ++i) {
        const int column = i / std::max(1, rows);
        const int row = i % std::max(1, rows);
        shown[i]->setGeometry(column * (columnWidth + kColumnGap), topOf(row), columnWidth,
                              topOf(row + 1) - topOf(row));
        shown[i]->setWheelNeedsFocus(scrolls);
        setTabOrder(i > 0 ? static_cast<QWidget*>(shown[i - 1]) : m_search, shown[i]);
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
