// A card with several pages, whose names stand side by side where another card has its title. Each page
// brings the links that stand at the right while it is shown. UI thread.
#pragma once

#include "ui/Card.h"

#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QStackedWidget;

namespace latentscape {

class LinkRow;

class PagedCard : public Card {
    Q_OBJECT

public:
    explicit PagedCard(QWidget* parent = nullptr);

    // The first one is shown at once. `objectName` is that of the page's name.
    void addPage(const char* objectName, const QString& name, const QString& tip, QWidget* page,
                 const std::vector<QWidget*>& links = {});
    void addToHeader(QWidget* widget) = delete; // each page has links of its own,
    void addToAllHeaders(QWidget* widget);      // and this stands before them
    int current() const;
    QWidget* currentPage() const;
    void setCurrentPage(QWidget* page);
    void setCurrent(int index); // of addPage(); what is no page is ignored

signals:
    void currentChanged();

private:
    void follow();

    QHBoxLayout* m_titles;
    LinkRow* m_shared;
    QButtonGroup* m_names;
    QStackedWidget* m_pages;
    std::vector<LinkRow*> m_links; // of each page
};

} // namespace latentscape
