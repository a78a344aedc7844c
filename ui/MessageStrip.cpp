#include "ui/MessageStrip.h"

#include "ui/Card.h"
#include "ui/Theme.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace latentscape {

namespace {

constexpr int kMark = 4; // width of the coloured edge
constexpr int kDetailsHeight = 88;

QLabel* label(const char* objectName, const char* role) {
    auto* l = new QLabel;
    l->setObjectName(objectName);
    l->setProperty("role", role);
    l->setWordWrap(true);
    l->setTextFormat(Qt::PlainText);
    l->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return l;
}

} // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_title(label("messageTitle", "title"))
    , m_text(label("messageText", "note"))
    , m_remedy(new QPushButton)
    , m_unfold(makeLink("messageUnfold", tr("Details"), tr("Everything that is known, for a report")))
    , m_details(makeDetails()) {
    setObjectName("messageStrip");
    setAccessibleName(tr("Message"));
    setProperty("role", "card");
    m_remedy->setObjectName("messageRemedy");
    m_unfold->setCheckable(true);
    auto* dismissButton =
        makeLink("messageDismiss", QString(QChar(0x2715)), tr("Dismiss this message (Esc)"));
    dismissButton->setAccessibleName(tr("Dismiss"));

    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addLayout(words, 1);
    row->addWidget(m_unfold, 0, Qt::AlignVCenter);
    row->addWidget(m_remedy, 0, Qt::AlignVCenter);
    row->addWidget(dismissButton, 0, Qt::AlignVCenter);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12 + kMark, 8, 8, 8);
    column->addLayout(row);
    column->addWidget(m_details);

    connect(m_unfold, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(dismissButton, &QToolButton::clicked, this, &MessageStrip::dismiss);
    connect(m_remedy, &QPushButton::clicked, this, [this] {
        const auto act = m_message.act;
        dismiss();
        act();
    });
    hide();
}

QWidget* MessageStrip::makeDetails() {
    auto* box = new QWidget;
    m_detailsText = new QPlainTextEdit;
    m_detailsText->setObjectName("messageDetails");
    m_detailsText->setAccessibleName(tr("Details of the message"));
    m_detailsText->setToolTip(tr("Everything that is known, for a report"));
    m_detailsText->setReadOnly(true);
    m_detailsText->setTabChangesFocus(true);
    m_detailsText->setFixedHeight(kDetailsHeight);
    auto* copy = makeLink("messageCopy", tr("Copy"), tr("Copy the details to the clipboard"));
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_detailsText->toPlainText()); });
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_detailsText, 1);
    row->addWidget(copy, 0, Qt::AlignTop);
    box->hide();
    return box;
}

void MessageStrip::show(const Message& message) {
    m_message = message;
    m_title->setText(message.title);
    m_text->setText(message.text);
    m_text->setVisible(!message.text.isEmpty());
    m_remedy->setText(message.remedy);
    m_remedy->setAccessibleName(message.remedy);
    m_remedy->setToolTip(message.remedyTip.isEmpty() ? message.text : message.remedyTip);
    m_remedy->setVisible(!message.remedy.isEmpty());
    m_detailsText->setPlainText(message.details);
    m_unfold->setChecked(false);
    m_unfold->setVisible(!message.details.isEmpty());
    setAccessibleDescription(message.title + ' ' + message.text);
    setVisible(true);
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageStrip::dismiss() {
    m_message = {};
    hide();
}

void MessageStrip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        dismiss();
    } else {
        QFrame::keyPressEvent(event);
    }
}

void MessageStrip::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    const ThemeColors& colors = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_message.kind == Message::Kind::Problem ? colors.attention : colors.accent);
    painter.drawRoundedRect(QRectF(6, 8, kMark, height() - 16), kMark / 2.0, kMark / 2.0);
}

} // namespace latentscape
