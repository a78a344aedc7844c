#include "ui/FindingActions.h"

#include "ui/Card.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace latentscape {

namespace {

QString tipFor(const Remedy& remedy) {
    switch (remedy.how) {
    case Remedy::How::Change:
        return FindingActions::tr("The run goes on with it; the curves get a mark");
    case Remedy::How::Restart:
        return FindingActions::tr("Ends this run, keeps it, and starts another");
    case Remedy::How::Stop:
        break;
    }
    return FindingActions::tr("Ends the run; what was learnt is kept");
}

} // namespace

bool isMeasured(Finding::Kind kind) {
    return kind == Finding::Kind::PosteriorCollapse || kind == Finding::Kind::ModeCollapse;
}

FindingActions::FindingActions(QWidget* parent)
    : QWidget(parent)
    , m_act(new QPushButton)
    , m_why(makeLink("whyLink", tr("Why?"), tr("The numbers by which it is judged")))
    , m_next(makeLink("nextFinding", {}, tr("The next thing that goes wrong")))
    , m_dismiss(makeLink("dismissFinding", tr("Dismiss"), tr("Don't say this again in this run")))
    , m_numbers(new QWidget)
    , m_more(makeLink("showNumbers", {}, {})) {
    // Words and tips come with a finding; names are there from the start.
    m_act->setObjectName("remedyButton");
    m_act->setAccessibleName(tr("Remedy"));
    m_act->setToolTip(tr("What is customarily done about it"));
    m_next->setAccessibleName(tr("Next finding"));
    m_more->setAccessibleName(tr("Numbers behind the finding"));
    m_more->setToolTip(tr("Where the numbers come from"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(4);
    auto* links = new QHBoxLayout;
    links->setSpacing(0);
    links->addWidget(m_why);
    links->addStretch();
    links->addWidget(m_next);
    links->addWidget(m_dismiss);
    auto* below = new QVBoxLayout(m_numbers);
    below->setContentsMargins(0, 0, 0, 4);
    below->setSpacing(2);
    m_table = new QGridLayout;
    m_table->setContentsMargins(0, 0, 0, 0);
    m_table->setHorizontalSpacing(8);
    m_table->setVerticalSpacing(2);
    m_table->setColumnStretch(0, 1);
    below->addLayout(m_table);
    below->addWidget(m_more, 0, Qt::AlignLeft);
    column->addWidget(m_act);
    column->addLayout(links);
    column->addWidget(m_numbers);
    m_numbers->setObjectName("findingNumbers");
    m_why->setCheckable(true);
    connect(m_why, &QToolButton::toggled, m_numbers, &QWidget::setVisible);
    connect(m_next, &QToolButton::clicked, this, &FindingActions::next);
    connect(m_dismiss, &QToolButton::clicked, this, &FindingActions::dismiss);
    connect(m_act, &QPushButton::clicked, this, [this] { emit remedyRequested(Remedy(*m_remedy)); });
    connect(m_more, &QToolButton::clicked, this, [this] { emit numbersRequested(current()->kind); });
    m_numbers->hide();
    hide();
}

void FindingActions::clear() {
    m_dismissed.clear();
    m_why->setChecked(false);
    setFindings({}, {}, false);
}

void FindingActions::setFindings(const std::vector<Finding>& findings, const TrainConfig& now, bool running) {
    const std::optional<Finding::Kind> looksAt = current() ? std::optional(current()->kind) : std::nullopt;
    m_findings.clear();
    std::ranges::copy_if(findings, std::back_inserter(m_findings),
                         [this](const Finding& finding) { return !m_dismissed.contains(finding.kind); });
    const auto same = std::ranges::find_if(m_findings, [&](const Finding& f) { return f.kind == looksAt; });
    m_current = same == m_findings.end() ? 0 : static_cast<std::size_t>(same - m_findings.begin());
    m_config = now;
    m_running = running;
    show();
}

void FindingActions::show() {
    const Finding* finding = current();
    setVisible(finding);
    if (!finding) {
        return;
    }
    m_remedy = remedyFor(*finding, m_config);
    const bool helps = m_remedy && (m_remedy->how != Remedy::How::Stop || m_running);
    m_act->setVisible(helps);
    if (helps) {
        m_act->setText(QString::fromStdString(m_remedy->words));
        m_act->setToolTip(tipFor(*m_remedy));
        m_act->setAccessibleName(m_act->text());
    }
    m_next->setVisible(m_findings.size() > 1);
    m_next->setText(tr("%1 of %2").arg(m_current + 1).arg(m_findings.size()));
    m_next->setAccessibleName(tr("Finding %1, the next").arg(m_next->text()));
    showNumbers();
}

void FindingActions::showNumbers() {
    const Finding& finding = *current();
    const auto cell = [this](int row, int column, const std::string& text) {
        auto* label = m_table->itemAtPosition(row, column)
                          ? qobject_cast<QLabel*>(m_table->itemAtPosition(row, column)->widget())
                          : nullptr;
        if (!label) {
            label = makeNote();
            label->setWordWrap(column == 0);
            m_table->addWidget(label, row, column,
                               column == 0 ? Qt::AlignTop : Qt::AlignTop | Qt::AlignRight);
        }
        label->setText(QString::fromStdString(text));
        label->show();
    };
    int row = 0;
    for (const Finding::Number& number : finding.numbers) {
        cell(row, 0, number.name);
        cell(row++, 1, number.value);
    }
    for (; row < m_table->rowCount(); ++row) {
        for (const int column : {0, 1}) {
            if (const QLayoutItem* item = m_table->itemAtPosition(row, column)) {
                item->widget()->hide();
            }
        }
    }
    const bool measured = isMeasured(finding.kind);
    m_more->setText(measured ? tr("Measure...") : tr("See the curves"));
    m_more->setAccessibleName(m_more->text());
    m_more->setToolTip(measured ? tr("Latents in use, and how different samples are, in figures")
                                : tr("Losses step by step"));
}

void FindingActions::next() {
    m_current = (m_current + 1) % m_findings.size();
    show();
    emit currentChanged();
}

void FindingActions::dismiss() {
    m_dismissed.insert(current()->kind);
    setFindings(std::vector(m_findings), TrainConfig(m_config), m_running);
    emit currentChanged();
}

} // namespace latentscape
