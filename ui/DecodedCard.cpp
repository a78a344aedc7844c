#include "ui/DecodedCard.h"

#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/SettingGroup.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

// Logical pixels.
constexpr int kLeastWidth = 312;   // for the line above and the buttons below
constexpr int kAroundPicture = 92; // title, buttons and margins
constexpr int kFrame = 13;         // margin and line

} // namespace

DecodedCard::DecodedCard(QWidget* parent)
    : Card(tr("Decoded"), parent)
    , m_origin(makeNote({}))
    , m_stage(new ImageStage)
    , m_problem(new QLabel)
    , m_saver(new ImageSaver(this)) {
    m_origin->setObjectName(QStringLiteral("decodedOrigin"));
    m_stage->setObjectName(QStringLiteral("decodedImage"));
    m_stage->setAccessibleName(tr("Decoded image"));
    m_stage->setToolTip(tr("What the decoder makes of this point of the latent space"));
    m_problem->setObjectName(QStringLiteral("exploreProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_problem->hide();

    auto* save = named(new QPushButton(tr("Save image...")), "saveDecoded", tr("Save image..."),
                       tr("Save the decoded picture as a file"));
    save->setProperty("role", "primary");
    connect(save, &QPushButton::clicked, this, &DecodedCard::save);
    auto* copy = named(new QPushButton(tr("Copy")), "copyDecoded", tr("Copy"),
                       tr("Put the decoded picture on the clipboard, enlarged without smoothing"));
    connect(copy, &QPushButton::clicked, this, &DecodedCard::copy);

    auto* keep = named(new QPushButton(tr("Keep")), "keepDecoded", tr("Keep"),
                       tr("Put the picture and its point into the gallery below (Ctrl+D)"));
    connect(keep, &QPushButton::clicked, this, &DecodedCard::keepRequested);

    addToHeader(m_origin);
    body()->addWidget(m_stage, 0, Qt::AlignHCenter);
    body()->addWidget(m_problem);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(save, 1);
    buttons->addWidget(copy);
    buttons->addWidget(keep);
    body()->addLayout(buttons);
    body()->addStretch();
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &DecodedCard::failed);
}

void DecodedCard::clear(const ImageShape& shape) {
    m_shape = shape;
    m_shown = {};
    m_problem->hide();
}

void DecodedCard::setLive(bool training) {
    m_live = training;
    if (m_shown.images)
        describe();
}

void DecodedCard::showPicture(const DecodedImages& result, std::optional<PictureRecord> record) {
    m_shown = result;
    m_record = std::move(record);
    m_stage->setImages(m_shown.images);
    m_problem->hide();
    describe();
}

void DecodedCard::describe() {
    const QString text =
        tr("with weights of step %1").arg(locale().toString(static_cast<qlonglong>(m_shown.origin.step)));
    m_origin->setText(m_live ? tr("%1 · live").arg(text) : text);
}

void DecodedCard::showProblem(const QString& message) {
    m_problem->setText(message);
    m_problem->show();
}

void DecodedCard::fitInto(const QSize& room) {
    m_room = room;
    if (m_shape.width <= 0)
        return;
    // The frame around the picture is the stage's own two pixels.
    const qreal ratio = devicePixelRatioF();
    const qreal width = std::max(kLeastWidth, room.width() - 2 * kFrame);
    const qreal height = room.height() - kAroundPicture;
    const int factor = std::max(
        1, static_cast<int>(std::min(width * ratio / m_shape.width, height * ratio / m_shape.height)));
    const auto side = [&](int pixels) {
        return static_cast<int>(std::ceil(pixels * factor / ratio)) + 2 * ImageStage::kGap;
    };
    m_stage->setFixedSize(side(m_shape.width), side(m_shape.height));
    m_width = std::max(m_stage->width(), kLeastWidth) + 2 * kFrame;
    setMaximumWidth(m_width);
    updateGeometry();
}

// There is less room than was thought: the picture is made smaller rather than cut.
void DecodedCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    if (width() < m_width)
        fitInto({width(), m_room.height()});
}

QSize DecodedCard::sizeHint() const {
    return {std::max(m_width, kLeastWidth + 2 * kFrame), Card::sizeHint().height()};
}

QSize DecodedCard::minimumSizeHint() const {
    return {kLeastWidth + 2 * kFrame, 0};
}

void DecodedCard::save() {
    if (!m_shown.images)
        return;
    ProvenanceSource provenance;
    if (m_record)
        provenance = [record = *m_record] { return record.provenance("explore"); };
    m_saver->ask(tr("Save image"), QStringLiteral("decoded.png"), *m_shown.images, 1, provenance);
}

void DecodedCard::copy() {
    if (!m_shown.images)
        return;
    ImageSaver::copy(*m_shown.images, 1);
    emit notice(tr("Copied the picture"));
}

} // namespace latentscape
