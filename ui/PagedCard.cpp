#include "ui/PagedCard.h"

#include "ui/LinkRow.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace latentscape {

PagedCard::PagedCard(QWidget* parent)
    : Card(parent)
    , m_titles(new QHBoxLayout)
    , m_shared(new LinkRow)
    , m_names(new QButtonGroup(this))
    , m_pages(new QStackedWidget) {
    m_titles->setSpacing(4);
    header()->addLayout(m_titles);
    header()->addStretch();
    header()->addWidget(m_shared);
    body()->addWidget(m_pages, 1);
    connect(m_names, &QButtonGroup::idClicked, this, &PagedCard::follow);
}

void PagedCard::addPage(const char* objectName, const QString& name, const QString& tip, QWidget* page,
                        const std::vector<QWidget*>& links) {
    QToolButton* button = makeLink(objectName, name, tip);
    button->setProperty("role", "page");
    button->setCheckable(true);
    m_titles->addWidget(button);
    m_names->addButton(button, m_pages->count());

    auto* row = new LinkRow;
    for (QWidget* link : links) {
        row->add(link);
    }
    header()->addWidget(row);
    row->setVisible(m_links.empty());
    m_links.push_back(row);
    m_pages->addWidget(page);
    if (m_pages->count() == 1) {
        button->setChecked(true);
        follow();
    }
}

void PagedCard::addToAllHeaders(QWidget* widget) {
    m_shared->add(widget);
}

int PagedCard::current() const {
    return m_pages->currentIndex();
}

QWidget* PagedCard::currentPage() const {
    return m_pages->currentWidget();
}

void PagedCard::setCurrentPage(QWidget* page) {
    setCurrent(m_pages->indexOf(page));
}

void PagedCard::setCurrent(int index) {
    if (index >= 0 && index < m_pages->count()) {
        m_names->button(index)->setChecked(true);
        follow();
    }
}

void PagedCard::follow() {
    const int index = m_names->checkedId();
    m_pages->setCurrentIndex(index);
    for (int i = 0; i < static_cast<int>(m_links.size()); ++i) {
        m_links[static_cast<std::size_t>(i)]->setVisible(i == index);
        // Tab goes to the chosen name, arrows to the others.
        m_names->button(i)->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::ClickFocus);
    }
    emit currentChanged();
}

} // namespace latentscape
