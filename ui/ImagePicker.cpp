#include "ui/ImagePicker.h"

#include "ui/ImageStage.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QScreen>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kColumns = 10;
constexpr int kRows = 6;
constexpr int kPictureSide = 56; // logical pixels, about

} // namespace

ImagePicker::ImagePicker(QWidget* parent, const QString& objectName)
    : QFrame(parent, Qt::Popup)
    , m_stage(new ImageStage)
    , m_range(new QLabel)
    , m_previous(new QToolButton)
    , m_next(new QToolButton) {
    setObjectName(objectName);
    setProperty("role", "card");
    setAccessibleName(tr("Held-out images"));

    m_stage->setObjectName(objectName + QStringLiteral("Stage"));
    m_stage->setAccessibleName(tr("Images to start from: arrows move, Enter picks"));
    m_stage->setToolTip(tr("Click an image: the sliders take its place in the latent space"));
    m_stage->setClickable(true);
    m_stage->setColumns(kColumns);
    connect(m_stage, &ImageStage::imageClicked, this, [this](int i) {
        if (!m_staysOpen)
            hide();
        emit picked(static_cast<quint32>(m_first + i));
    });

    m_range->setProperty("role", "note");
    const auto setUp = [this](QToolButton* button, const QString& name, const QString& text,
                              const QString& tip, int direction) {
        button->setObjectName(name);
        button->setText(text);
        button->setAccessibleName(tip);
        button->setToolTip(tip);
        connect(button, &QToolButton::clicked, this,
                [this, direction] { showPage(m_first + direction * kColumns * kRows); });
    };
    setUp(m_previous, QStringLiteral("pickerPrevious"), QStringLiteral("‹"),
          tr("Images before these (Page Up)"), -1);
    setUp(m_next, QStringLiteral("pickerNext"), QStringLiteral("›"), tr("Images after these (Page Down)"), 1);

    auto* footer = new QHBoxLayout;
    footer->addWidget(m_range);
    footer->addStretch();
    footer->addWidget(m_previous);
    footer->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_stage, 1);
    layout->addLayout(footer);
}

void ImagePicker::setData(std::shared_ptr<const Dataset> images) {
    m_data = std::move(images);
    m_first = 0;
}

void ImagePicker::popUp(QWidget* above) {
    if (!m_data)
        return;
    showPage(m_first);
    const int side = std::max(1, kPictureSide / m_data->shape().width) * m_data->shape().width;
    m_stage->setFixedSize(kColumns * (std::min(side, 64) + 2) + 2, kRows * (std::min(side, 64) + 2) + 2);
    adjustSize();
    const QRect screen = above->screen()->availableGeometry();
    const QPoint corner = above->mapToGlobal(QPoint(0, -height() - 4));
    move(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - width())),
         std::max(screen.top(), corner.y()));
    show();
    m_stage->setFocus();
}

void ImagePicker::showPage(std::int64_t first) {
    const std::int64_t page = kColumns * kRows;
    const std::int64_t last = std::max<std::int64_t>(0, (m_data->count() - 1) / page * page);
    m_first = std::clamp<std::int64_t>(first, 0, last);
    const std::int64_t end = std::min(m_data->count(), m_first + page);
    auto images = std::make_shared<std::vector<Image>>();
    for (std::int64_t i = m_first; i < end; ++i)
        images->push_back(m_data->image(i));
    m_stage->setImages(std::move(images));
    m_stage->setCurrent(0);
    m_range->setText(
        tr("%1 – %2 of %3 held-out images")
            .arg(locale().toString(m_first + 1), locale().toString(end), locale().toString(m_data->count())));
    m_previous->setEnabled(m_first > 0);
    m_next->setEnabled(end < m_data->count());
}

void ImagePicker::keyPressEvent(QKeyEvent* event) {
    const int page = kColumns * kRows;
    if (event->key() == Qt::Key_PageDown && m_next->isEnabled())
        showPage(m_first + page);
    else if (event->key() == Qt::Key_PageUp && m_previous->isEnabled())
        showPage(m_first - page);
    else
        QFrame::keyPressEvent(event);
}

} // namespace latentscape
