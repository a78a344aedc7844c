#include "ui/HistoryStrip.h"

#include "ui/Card.h"
#include "ui/Figures.h"
#include "ui/Icons.h"
#include "ui/ImageStage.h"
#include "ui/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kHeight = 28 + 2 * ImageStage::kGap;
constexpr int kWordsWidth = 92;    // so that they don't push the pictures about
constexpr int kPlayInterval = 120; // ms

} // namespace

std::shared_ptr<const std::vector<Image>> picturesOf(const ProgressPictures& pictures, HistoryKind kind) {
    return kind == HistoryKind::Samples ? pictures.samples : pictures.reconstructions;
}

HistoryStrip::HistoryStrip(QWidget* parent)
    : QWidget(parent)
    , m_playButton(makeLink("playHistory", tr("Play"),
                            tr("Play how the pictures grew, from the first kept "
                               "moment to now")))
    , m_stage(new ImageStage)
    , m_words(makeNote()) {
    setFixedHeight(kHeight);
    setObjectName("history");
    m_playButton->setFixedWidth(44);
    m_stage->setObjectName("growth");
    m_stage->setAccessibleName(tr("How the picture with the frame grew"));
    m_stage->setToolTip(
        tr("The picture with the frame at each kept moment of the run, now at the right. Point at "
           "one, or go to it with the arrow keys, to see all pictures of that moment; click it, or press "
           "Enter, to look at the model of that moment everywhere"));
    m_stage->setBackdrop(ImageStage::Backdrop::Tight);
    m_stage->setClickable(true);
    m_words->setFixedWidth(kWordsWidth);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_playButton);
    row->addWidget(m_stage, 1);
    row->addWidget(m_words);
    m_play.setInterval(kPlayInterval);
    connect(&m_play, &QTimer::timeout, this, &HistoryStrip::playNext);
    connect(m_playButton, &QToolButton::clicked, this, &HistoryStrip::play);
    connect(m_stage, &ImageStage::imageHovered, this, &HistoryStrip::scrubTo);
    connect(m_stage, &ImageStage::imageKeyed, this, [this](int column) {
        scrubTo(column);
        if (column >= 0) {
            m_stage->setCurrent(column); // also now, while the past is looked at: the keys go on from there
        }
    });
    connect(m_stage, &ImageStage::imageClicked, this, [this](int column) {
        const MomentStore::Entry* moment = momentAt(column);
        moment ? emit chosen(moment->step) : emit nowChosen();
    });
    showWords();
}

void HistoryStrip::clear() {
    stop();
    m_moments.clear();
    m_now = {};
    m_current.reset();
    showPictures();
}

void HistoryStrip::setMoments(const std::vector<MomentStore::Entry>& moments) {
    m_moments = moments;
    showPictures();
}

void HistoryStrip::setNow(const ProgressPictures& pictures) {
    m_now = pictures;
    showPictures();
}

void HistoryStrip::setKind(HistoryKind kind) {
    m_kind = kind;
    showPictures();
}

void HistoryStrip::setPicture(int index) {
    m_picture = std::max(0, index);
    showPictures();
}

void HistoryStrip::setCurrent(std::optional<std::int64_t> step) {
    m_current = step;
    showWords();
}

// Of an original, which stays as it is, its reconstruction.
int HistoryStrip::followed() const {
    return m_kind == HistoryKind::Reconstructions ? m_picture | 1 : m_picture;
}

const MomentStore::Entry* HistoryStrip::momentAt(int column) const {
    return column < std::ssize(m_columns) ? &m_moments[m_columns[static_cast<std::size_t>(column)]] : nullptr;
}

void HistoryStrip::scrubTo(int column) {
    const MomentStore::Entry* moment = column < 0 ? nullptr : momentAt(column);
    stop();
    moment ? emit scrubbed(moment->step) : emit scrubLeft();
}

// As many as fit in beside each other, evenly picked, with the first and the last.
void HistoryStrip::pickMoments() {
    std::vector<std::size_t> drawn;
    int width = kHeight;
    for (std::size_t i = 0; i < m_moments.size(); ++i) {
        const auto pictures = picturesOf(m_moments[i].pictures, m_kind);
        if (pictures && followed() < std::ssize(*pictures)) {
            drawn.push_back(i);
            const ImageShape& shape = pictures->front().shape;
            width = std::max(1, 28 * shape.width / shape.height); // as high as the strip
            width += ImageStage::kGap;
        }
    }
    const auto room = static_cast<std::size_t>(std::max(2, m_stage->width() / std::max(width, 1) - 1));
    m_columns.clear();
    for (std::size_t i = 0; i < std::min(drawn.size(), room); ++i) {
        m_columns.push_back(drawn.size() <= room ? drawn[i] : drawn[i * (drawn.size() - 1) / (room - 1)]);
    }
}

void HistoryStrip::showPictures() {
    pickMoments();
    auto pictures = std::make_shared<std::vector<Image>>();
    const auto show = [&](const ProgressPictures& of) {
        const auto all = picturesOf(of, m_kind);
        if (all && followed() < std::ssize(*all)) {
            pictures->push_back((*all)[static_cast<std::size_t>(followed())]);
        }
    };
    for (const std::size_t moment : m_columns) {
        show(m_moments[moment].pictures);
    }
    show(m_now);
    m_playButton->setEnabled(m_columns.size() > 1);
    m_stage->setColumns(static_cast<int>(pictures->size()));
    m_stage->setImages(pictures);
    showWords();
}

// Marks the last column that is not later than the current moment.
void HistoryStrip::showWords() {
    int column = static_cast<int>(m_columns.size());
    if (m_current) {
        const auto after = std::ranges::find_if(
            m_columns, [&](std::size_t moment) { return m_moments[moment].step > *m_current; });
        column = std::max(0, static_cast<int>(after - m_columns.begin()) - 1);
    }
    m_stage->setCurrent(column);
    m_words->setText(m_current ? tr("step %1").arg(wholeNumber(*m_current)) : tr("now"));
}

// ---- playing ----

void HistoryStrip::play() {
    if (m_play.isActive()) {
        stop();
        emit scrubLeft();
        return;
    }
    m_played = 0;
    m_playButton->setText(tr("Stop"));
    m_play.start();
    playNext();
}

void HistoryStrip::stop() {
    m_play.stop();
    m_playButton->setText(tr("Play"));
}

void HistoryStrip::playNext() {
    while (m_played < m_moments.size() && !picturesOf(m_moments[m_played].pictures, m_kind)) {
        ++m_played;
    }
    if (m_played >= m_moments.size()) {
        stop();
        emit scrubLeft();
    } else {
        emit scrubbed(m_moments[m_played++].step);
    }
}

void HistoryStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showPictures();
}

} // namespace latentscape
