#include "ui/SavePanel.h"

#include "ui/Card.h"
#include "ui/SettingGroup.h"

#include <QAbstractButton>
#include <QApplication>
#include <QButtonGroup>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kUsualFactor = 8; // a 28 pixel picture becomes one that can be looked at
constexpr int kWidest = 32767;  // pixels of a file's side
constexpr int kLarge = 1024;    // pixels across: a picture that need not be enlarged
constexpr int kPanelWidth = 368;

constexpr const char* kFactor = "save/scale";
constexpr const char* kSmooth = "save/smooth";
constexpr const char* kSpeed = "save/fps";
constexpr const char* kLoop = "save/loop";

int kept(const char* key, int otherwise, int low, int high) {
    bool isNumber = false;
    const int value = Settings::value(key).toInt(&isNumber);
    return isNumber ? std::clamp(value, low, high) : otherwise;
}

// The one it stands in, whose header has the asker's links, or the asker itself.
const QWidget* cardOf(const QWidget* asker) {
    const QWidget* card = asker;
    while (card != nullptr && card->property("role") != QStringLiteral("card"))
        card = card->parentWidget();
    return card != nullptr ? card : asker;
}

// What was pressed: the button under the mouse or with the focus, if it is one of the asker's.
QRect whereItWasAsked(const QWidget* asker) {
    const QWidget* button = qobject_cast<QAbstractButton*>(QApplication::widgetAt(QCursor::pos()));
    if (button == nullptr)
        button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
    if (button == nullptr || !cardOf(asker)->isAncestorOf(button)) { // by a key
        return {asker->mapToGlobal(QPoint(0, 0)), asker->size()};
    }
    return {button->mapToGlobal(QPoint(0, 0)), button->size()};
}

} // namespace

SavePanel::SavePanel(What what, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_what(what)
    , m_title(new QLabel)
    , m_edges(new QButtonGroup(this))
    , m_loop(new QButtonGroup(this)) {
    setObjectName(QStringLiteral("savePanel"));
    setProperty("role", "card");
    setAccessibleName(tr("How to save"));
    setFixedWidth(kPanelWidth);
    m_title->setProperty("role", "title");
    auto* rows = new QFormLayout;
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(8);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(tr("Size"), makeSize());
    rows->addRow(tr("Pixels"),
                 makeChoice("saveEdges", tr("Pixels"), {tr("Sharp"), tr("Smooth")},
                            {tr("Each pixel becomes a square"), tr("Pixels blend into each other")},
                            m_edges));
    rows->addRow(tr("Speed"), makeSpeed());
    QWidget* loop = makeChoice("saveLoop", tr("Play"), {tr("Forever"), tr("Once"), tr("To and fro")},
                               {tr("After the last picture comes the first"), tr("The last picture stays"),
                                tr("Back from the last picture to the first, forever")},
                               m_loop);
    rows->addRow(tr("Play"), loop);
    if (what == What::Pictures) {
        rows->setRowVisible(2, false);
        rows->setRowVisible(3, false);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addLayout(rows);
    column->addWidget(makeButtons());
    restore();
}

QWidget* SavePanel::makeSize() {
    m_factor = named(new QSlider(Qt::Horizontal), "saveFactor", tr("Size"),
                     tr("How many times as large each pixel is drawn"));
    m_factor->setRange(1, kLargestFactor);
    m_factor->setPageStep(4);
    m_factorWords = new QLabel;
    m_factorWords->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("16 ×")));
    m_factorWords->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_pixels = makeNote();
    m_pixels->setObjectName(QStringLiteral("savePixels"));
    connect(m_factor, &QSlider::valueChanged, this, &SavePanel::describe);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_factor, 1);
    row->addWidget(m_factorWords);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_pixels);
    return box;
}

QWidget* SavePanel::makeSpeed() {
    m_speed =
        named(new QSpinBox, "saveSpeed", tr("Frames a second"), tr("How many pictures are shown a second"));
    m_speed->setRange(1, kMostFramesPerSecond);
    m_speed->setSuffix(tr(" a second"));
    m_seconds = makeNote();
    m_seconds->setObjectName(QStringLiteral("saveSeconds"));
    connect(m_speed, &QSpinBox::valueChanged, this, &SavePanel::describe);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_speed);
    row->addWidget(m_seconds, 1);
    return box;
}

QWidget* SavePanel::makeChoice(const char* objectName, const QString& name, const QStringList& words,
                               const QStringList& tips, QButtonGroup* buttons) {
    auto* box = new QWidget;
    box->setAccessibleName(name);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    for (qsizetype i = 0; i < words.size(); ++i) {
        auto* button = new QPushButton(words[i]);
        button->setObjectName(QLatin1String(objectName) + QString::number(i));
        button->setAccessibleName(words[i]);
        button->setToolTip(tips[i]);
        button->setProperty("role", "segment");
        button->setProperty("place", i == 0 ? "first" : i + 1 == words.size() ? "last" : "");
        button->setCheckable(true);
        button->setAutoDefault(false);
        buttons->addButton(button, static_cast<int>(i));
        row->addWidget(button);
    }
    row->addStretch();
    connect(buttons, &QButtonGroup::idClicked, this, &SavePanel::describe);
    return box;
}

QWidget* SavePanel::makeButtons() {
    auto* choose = named(new QPushButton(tr("Choose file...")), "saveChoose", tr("Choose file"),
                         tr("Go on to where the file will be; its kind is chosen there"));
    choose->setProperty("role", "primary");
    auto* cancel = named(new QPushButton(tr("Cancel")), "saveCancel", tr("Cancel"), tr("Save nothing (Esc)"));
    connect(choose, &QPushButton::clicked, this, [this] {
        remember();
        hide();
        emit accepted();
    });
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(choose);
    return box;
}

void SavePanel::restore() {
    m_factor->setValue(kept(kFactor, kUsualFactor, 1, kLargestFactor));
    m_edges->button(kept(kSmooth, 0, 0, 1))->setChecked(true);
    m_speed->setValue(kept(kSpeed, AnimationOptions().framesPerSecond, 1, kMostFramesPerSecond));
    m_loop->button(kept(kLoop, 0, 0, 2))->setChecked(true);
}

void SavePanel::remember() {
    if (!isLarge())
        m_settings.keep(kFactor, m_factor->value());
    m_settings.keep(kSmooth, m_edges->checkedId());
    if (m_what == What::Animation) {
        m_settings.keep(kSpeed, m_speed->value());
        m_settings.keep(kLoop, m_loop->checkedId());
    }
}

AnimationOptions SavePanel::options() const {
    return {m_speed->value(),
            static_cast<Loop>(m_loop->checkedId()),
            {m_factor->value(), m_edges->checkedId() == 0 ? Scaling::Nearest : Scaling::Smooth}};
}

void SavePanel::ask(const QString& title, SizeAt sizeAt, std::int64_t frames) {
    m_title->setText(title);
    m_sizeAt = std::move(sizeAt);
    m_frames = frames;
    int most = kLargestFactor;
    while (most > 1 && std::max(m_sizeAt(most).width(), m_sizeAt(most).height()) > kWidest)
        --most;
    restore(); // another panel may have been used meanwhile
    m_factor->setMaximum(most);
    if (isLarge())
        m_factor->setValue(1);
    describe();
    popUp();
}

bool SavePanel::isLarge() const {
    return m_sizeAt(1).width() > kLarge;
}

void SavePanel::describe() {
    if (!m_sizeAt)
        return;
    const QSize size = m_sizeAt(m_factor->value());
    m_factorWords->setText(tr("%1 ×").arg(m_factor->value()));
    m_pixels->setText(
        tr("%1 × %2 pixels").arg(locale().toString(size.width()), locale().toString(size.height())));
    const bool returns = m_loop->checkedId() == static_cast<int>(Loop::Bounce) && m_frames > 2;
    const double frames = static_cast<double>(returns ? 2 * m_frames - 2 : m_frames);
    m_seconds->setText(tr("%1 s").arg(locale().toString(frames / m_speed->value(), 'f', 1)));
}

// As in a dialog, which a popup is not.
void SavePanel::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    auto* cancel = findChild<QPushButton*>(QStringLiteral("saveCancel"));
    if (isEnter && cancel->hasFocus())
        cancel->click();
    else if (isEnter)
        findChild<QPushButton*>(QStringLiteral("saveChoose"))->click();
    else
        QFrame::keyPressEvent(event);
}

// Below the button if there is room, else above it.
void SavePanel::popUp() {
    constexpr int gap = 4;
    adjustSize();
    const QRect button = whereItWasAsked(parentWidget());
    const QRect screen = parentWidget()->screen()->availableGeometry();
    const int below = button.bottom() + gap;
    const int y = below + height() <= screen.bottom() ? below : button.top() - gap - height();
    move(std::clamp(button.left(), screen.left(), std::max(screen.left(), screen.right() - width())),
         std::max(screen.top(), y));
    show();
    m_factor->setFocus();
}

} // namespace latentscape
