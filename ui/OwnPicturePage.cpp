#include "ui/OwnPicturePage.h"

#include "core/data/PictureDecoder.h"
#include "ui/Card.h"
#include "ui/DrawCanvas.h"
#include "ui/ImageStage.h"
#include "ui/SettingGroup.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace latentscape {

namespace {

constexpr int kUsualBrush = 8; // hundredths of the picture's side
constexpr int kGreys = 3;      // of these colours
constexpr int kSeen = 120;     // logical pixels; where there is little room, half as high
constexpr std::array kBrushColours{"#ffffff", "#000000", "#808080", "#d03030", "#e88030", "#f0d040",
                                   "#40a050", "#3070c0", "#8050a0", "#c06090", "#80502c", "#70c0d8"};

} // namespace

OwnPicturePage::OwnPicturePage(QWidget* parent)
    : QWidget(parent)
    , m_canvas(
          named(new DrawCanvas, "drawCanvas", tr("Canvas"),
                tr("Draw with the mouse, or by keyboard: arrows move the brush (Shift: faster), Space held "
                   "draws, E or Delete erases; when you let go, the model looks for the picture's place "
                   "in its latent space")))
    , m_seen(new ImageStage)
    , m_note(makeNote())
    , m_open(makeLink("openPicture", tr("Open..."), tr("Any picture of yours; you can also drop it here")))
    , m_paste(makeLink("pastePicture", tr("Paste"), tr("The picture on the clipboard (Ctrl+V)")))
    , m_clear(makeLink("clearCanvas", tr("Clear"), tr("An empty canvas"))) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_canvas, 1);
    row->addWidget(makeTools());
    connect(m_canvas, &DrawCanvas::drawn, this, [this] { use(m_canvas->image()); });
    connect(m_clear, &QToolButton::clicked, m_canvas, &DrawCanvas::clear);
    connect(m_open, &QToolButton::clicked, this, &OwnPicturePage::chooseFile);
    connect(m_paste, &QToolButton::clicked, this, &OwnPicturePage::paste);
    connect(&m_task, &LatestTask::failed, m_note, &QLabel::setText);
}

QWidget* OwnPicturePage::makeTools() {
    auto* brush = named(new QSlider(Qt::Horizontal), "brush", tr("Brush"), tr("How thick the brush is"));
    brush->setRange(2, 24);
    brush->setValue(kUsualBrush);
    connect(brush, &QSlider::valueChanged, m_canvas, &DrawCanvas::setBrush);
    m_colours = makeColours();
    m_seen->setObjectName(QStringLiteral("seenPicture"));
    m_seen->setAccessibleName(tr("Your picture as the model sees it"));
    m_seen->setToolTip(tr("Your picture as the model sees it; what it makes of it stands at the right"));
    m_seen->setBackdrop(ImageStage::Backdrop::Tight);
    m_seen->setMaximumFactor(4);
    m_seen->setFixedWidth(kSeen);
    m_seen->setMinimumHeight(kSeen / 2);
    m_seen->setMaximumHeight(kSeen);
    m_note->setObjectName(QStringLiteral("ownPictureNote"));
    m_note->setWordWrap(true);
    auto* tools = new QWidget;
    tools->setFixedWidth(150);
    auto* column = new QVBoxLayout(tools);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* title = new QHBoxLayout;
    title->addWidget(makeNote(tr("Brush")), 1);
    title->addWidget(m_clear);
    column->addLayout(title);
    column->addWidget(brush);
    column->addWidget(m_colours);
    column->addSpacing(8);
    column->addWidget(makeNote(tr("As the model sees it")));
    column->addWidget(m_seen, 1);
    column->addWidget(m_note);
    column->addStretch();
    return tools;
}

QWidget* OwnPicturePage::makeColours() {
    auto* colours = new QWidget;
    auto* grid = new QGridLayout(colours);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    auto* group = new QButtonGroup(colours);
    for (int i = 0; i < static_cast<int>(kBrushColours.size()); ++i) {
        const QColor colour(QLatin1String(kBrushColours[static_cast<std::size_t>(i)]));
        auto* button =
            named(new QToolButton, "brushColour", tr("Brush colour %1").arg(colour.name()), colour.name());
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setFixedSize(20, 20);
        button->setStyleSheet(QStringLiteral("QToolButton { background: %1; border: 1px solid palette(mid); "
                                             "border-radius: 4px; } QToolButton:checked { border: 2px solid "
                                             "palette(highlight); } QToolButton:focus { border: 2px solid "
                                             "palette(text); }")
                                  .arg(colour.name()));
        group->addButton(button);
        connect(button, &QToolButton::toggled, this, [this, colour](bool on) {
            if (on) {
                m_canvas->setColour(colour);
            }
        });
        button->setProperty("coloured", i >= kGreys);
        grid->addWidget(button, i / 6, i % 6);
    }
    return colours;
}

std::vector<QWidget*> OwnPicturePage::links() const {
    return {m_open, m_paste};
}

void OwnPicturePage::setModel(const ModelConfig& model, Fit fit) {
    m_task.cancel();
    m_fit = fit;
    m_searches = model.kind == ModelKind::Gan;
    m_note->clear();
    if (model.image != m_shape) {
        m_shape = model.image;
        m_canvas->setShape(m_shape);
        m_seen->setImages(nullptr);
        for (QWidget* button : m_colours->findChildren<QWidget*>(QStringLiteral("brushColour"))) {
            button->setVisible(m_shape.channels > 1 || !button->property("coloured").toBool());
        }
    }
}

void OwnPicturePage::showOutcome(const QString& words) {
    m_note->setText(words);
}

// ---- where pictures come from ----

void OwnPicturePage::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Open picture"));
    dialog->setObjectName(QStringLiteral("openPictureDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Pictures (*.png *.jpg *.jpeg *.bmp *.webp *.pgm *.ppm *.pnm)"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    connect(dialog, &QFileDialog::fileSelected, this, &OwnPicturePage::open);
    dialog->open();
}

void OwnPicturePage::open(const QString& file) {
    take([file, shape = m_shape, fit = m_fit] {
        Image picture{shape, std::vector<std::uint8_t>(static_cast<std::size_t>(shape.pixels()))};
        decodePicture(file.toStdString(), shape, fit, picture.pixels.data());
        return picture;
    });
}

bool OwnPicturePage::paste() {
    const QImage clipboard = QGuiApplication::clipboard()->image();
    if (clipboard.isNull()) {
        m_note->setText(tr("There is no picture on the clipboard."));
        return false;
    }
    takePicture(clipboard);
    return true;
}

void OwnPicturePage::takePicture(const QImage& picture) {
    take([picture, shape = m_shape, fit = m_fit] {
        const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
        Image fitted{shape, std::vector<std::uint8_t>(static_cast<std::size_t>(shape.pixels()))};
        fitPicture({rgb.constBits(), rgb.width(), rgb.height(), 3, 3, rgb.bytesPerLine()}, shape, fit,
                   fitted.pixels.data());
        return fitted;
    });
}

// A large picture takes a while.
void OwnPicturePage::take(std::function<Image()> make) {
    if (m_shape.width <= 0) {
        return;
    }
    m_task.run([this, make = std::move(make)](const std::stop_token&) -> std::function<void()> {
        return [this, picture = make()] {
            m_canvas->setImage(picture);
            use(picture);
        };
    });
}

void OwnPicturePage::use(const Image& picture) {
    m_seen->setImages(std::make_shared<std::vector<Image>>(1, picture));
    m_note->setText(m_searches ? tr("looking for its latent...") : QString());
    emit pictureMade(picture);
}

} // namespace latentscape
