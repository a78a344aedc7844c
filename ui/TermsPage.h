// All terms of the glossary, and a line that searches them. A page in place of a view. UI thread.
#pragma once

#include "ui/Page.h"

class QLineEdit;
class QTextBrowser;

namespace latentscape {

class TermsPage : public Page {
    Q_OBJECT

public:
    explicit TermsPage(QWidget* parent = nullptr);

    void show(const QString& words); // those terms that have to do with them; empty: all

private:
    void list();

    QLineEdit* m_search;
    QTextBrowser* m_text;
};

} // namespace latentscape
