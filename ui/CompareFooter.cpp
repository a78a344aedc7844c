#include "ui/CompareFooter.h"

#include "ui/Card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace latentscape {

namespace {

QLabel* makeNamedNote(const char* name) {
    QLabel* note = makeNote();
    note->setObjectName(QLatin1String(name));
    return note;
}

QPushButton* makeButton(const char* name, const QString& text, const QString& tip) {
    auto* button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    return button;
}

} // namespace

CompareFooter::CompareFooter(QWidget* parent)
    : QWidget(parent)
    , m_place(makeNamedNote("comparePlace"))
    , m_work(makeNamedNote("compareWork"))
    , m_figures(makeNamedNote("errorFigures"))
    , m_progress(new QProgressBar)
    , m_cancel(makeButton("cancelMeasure", tr("Cancel"), tr("Stop this work; what is shown stays")))
    , m_previous(
          makeButton("comparePrevious", QStringLiteral("‹"), tr("Images before these (Left, Page Up)")))
    , m_next(makeButton("compareNext", QStringLiteral("›"), tr("Images after these (Right, Page Down)"))) {
    m_progress->setObjectName(QStringLiteral("measureProgress"));
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(120, 6);
    connect(m_cancel, &QPushButton::clicked, this, &CompareFooter::cancelled);
    connect(m_previous, &QPushButton::clicked, this, &CompareFooter::previousWanted);
    connect(m_next, &QPushButton::clicked, this, &CompareFooter::nextWanted);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_place);
    layout->addStretch();
    layout->addWidget(m_work);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_figures);
    for (QPushButton* button : {m_previous, m_next}) {
        button->setFixedWidth(40);
        layout->addWidget(button);
    }
    setMinimumHeight(28); // with buttons or without
    endBusy();
}

void CompareFooter::showPlace(const QString& words) {
    m_place->setText(words);
}

void CompareFooter::showFigures(const QString& words) {
    m_figures->setText(words);
}

void CompareFooter::setPaging(bool shown, bool before, bool after) {
    m_previous->setVisible(shown);
    m_next->setVisible(shown);
    m_previous->setEnabled(before);
    m_next->setEnabled(after);
}

void CompareFooter::showBusy(const QString& words, double share) {
    constexpr int kWhole = 1000;
    m_work->setText(words);
    m_progress->setAccessibleName(words);
    m_progress->setToolTip(words);
    m_progress->setRange(0, share < 0 ? 0 : kWhole);
    m_progress->setValue(static_cast<int>(share * kWhole));
    for (QWidget* part : {static_cast<QWidget*>(m_work), static_cast<QWidget*>(m_progress),
                          static_cast<QWidget*>(m_cancel)}) {
        part->show();
    }
}

void CompareFooter::endBusy() {
    m_work->hide();
    m_progress->hide();
    m_cancel->hide();
}

} // namespace latentscape
